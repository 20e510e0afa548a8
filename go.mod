module github.com/ukemi-dev/ukemi

go 1.26
