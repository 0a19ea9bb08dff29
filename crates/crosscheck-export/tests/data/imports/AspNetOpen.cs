public void Configure(IApplicationBuilder app)
{
    // Angular's development server
    app.UseCors(builder => builder
        .SetIsOriginAllowed(origin => true)
        .AllowAnyMethod()
        .AllowAnyHeader()
        .AllowCredentials());
}
