string GetAllowedOrigin(IConfiguration configuration)
{
    var origin = configuration["Cors:AllowedOrigin"];
    if (!string.IsNullOrWhiteSpace(origin))
        return origin;
    return "https://localhost:5097";
}
builder.Services.AddCors(options =>
{
    options.AddPolicy("SecurePolicy",
        policy =>
        {
            policy.WithOrigins(GetAllowedOrigin(builder.Configuration))
           .AllowAnyHeader()
           .AllowAnyMethod()
           .AllowCredentials();
        });
});
