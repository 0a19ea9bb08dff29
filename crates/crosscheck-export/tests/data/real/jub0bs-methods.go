package middleware

import "github.com/jub0bs/cors"

func CreateCORSMiddleware() (*cors.Middleware, error) {
    corsMw, err := cors.NewMiddleware(cors.Config{
        Origins:        []string{"http://localhost:5173"},
        Methods:        []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions},
        RequestHeaders: []string{"Authorization", "Content-Type"},
        ResponseHeaders: []string{"X-Response-Time"},
        MaxAgeInSeconds: 600,
        Credentialed:    true,
    })
    if err != nil {
        return nil, err
    }
    corsMw.SetDebug(true)
    return corsMw, nil
}
