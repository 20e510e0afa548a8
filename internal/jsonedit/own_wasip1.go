package jsonedit

var theEditor = ownEditor
