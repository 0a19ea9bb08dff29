builder.Services.AddCors(options => {
    options.AddPolicy("FrontendPolicy", b =>
        b.WithOrigins("https://swap.example", "https://*.swap.example", "https://*swap.example") // the front
         .AllowAnyMethod()
         .AllowAnyHeader()
         .SetIsOriginAllowedToAllowWildcardSubdomains()
         .SetPreflightMaxAge(TimeSpan.FromSeconds(3600)));
});
var app = builder.Build();
app.UseCors("FrontendPolicy");
