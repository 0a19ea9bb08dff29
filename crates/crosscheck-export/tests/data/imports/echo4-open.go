package main

import (
	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
)

var open = middleware.CORSWithConfig(middleware.CORSConfig{
	AllowOrigins:     []string{"*"},
	AllowCredentials: true,
})
