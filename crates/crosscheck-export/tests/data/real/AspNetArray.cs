builder.Services.AddCors(options =>
            {
                options.AddPolicy("CORS", builder =>
                {
                    builder.WithOrigins(new string[]
                    {
                        "http://localhost:8080",
                        "https://localhost:8080",
                        "http://127.0.0.1:5500",
                    })
                    .AllowAnyHeader()
                    .AllowAnyMethod();
                });
            });
