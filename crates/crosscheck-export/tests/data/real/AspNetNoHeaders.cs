services.AddCors(options => { options.AddPolicy(name: _allowSpecificOrigins,
    builder =>
    {
        builder.WithOrigins("http://localhost:8080", "http://127.0.0.1:8080");
    }); });
