builder.Services.AddCors(options => options.AddPolicy(HostConstants.AllowSpecificOrigins,
    policy =>
    {
        policy.WithOrigins(corsSettings.AllowedOrigins);

        if(corsSettings.AllowAnyHeaders)
            policy.AllowAnyHeader();

        if(corsSettings.AllowAnyMethods)
            policy.AllowAnyMethod();

        if(corsSettings.AllowCredentials)
            policy.AllowCredentials();
    }));
