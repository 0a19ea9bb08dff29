package main

import (
	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
)

var cors = middleware.CORSWithConfig(middleware.CORSConfig{
	AllowOrigins: strings.Split(os.Getenv("ORIGINS"), ","),
})
