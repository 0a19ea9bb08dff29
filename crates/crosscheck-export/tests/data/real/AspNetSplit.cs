builder.Services.AddCors(
 options => options.AddPolicy(
     myAllowSpecificOrigins,
     builder => builder
         .WithOrigins(CorsAllowedUrls.Split(",", StringSplitOptions.RemoveEmptyEntries).ToArray())
         .AllowAnyMethod()
         .AllowAnyHeader()
         .AllowCredentials()
         .SetPreflightMaxAge(TimeSpan.FromSeconds(3600)))
);
