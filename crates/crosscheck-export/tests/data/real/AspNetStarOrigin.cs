builder.Services.AddCors(options =>
{
    options.AddPolicy(name: "AllowAll",
                      policy =>
                      {
                          policy.WithOrigins("*")
                          .AllowAnyHeader().AllowAnyMethod();
                      });
});
