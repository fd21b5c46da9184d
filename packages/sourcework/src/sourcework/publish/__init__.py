"""Publications of the built book, for those who read it elsewhere than on the web."""
