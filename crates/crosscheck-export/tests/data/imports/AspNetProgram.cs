var builder = WebApplication.CreateBuilder(args);

builder.Services.AddCors(options =>
{
    options.AddPolicy("Shop", policy =>
    {
        policy.WithOrigins("https://app.shop.example", "https://*.preview.shop.example")
              .SetIsOriginAllowedToAllowWildcardSubdomains()
              .WithMethods("GET", "PUT", "DELETE")
              .WithHeaders("Authorization", "Content-Type")
              .WithExposedHeaders("X-Total")
              .SetPreflightMaxAge(TimeSpan.FromMinutes(10))
              .AllowCredentials();
    });

    options.AddPolicy("Partners", policy => policy.WithOrigins("https://partner.example").AllowAnyHeader());
});

var app = builder.Build();
app.UseCors("Shop");
app.MapControllers();
app.Run();
