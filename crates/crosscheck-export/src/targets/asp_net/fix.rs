//! ASP.NET Core. The order of the middleware decides: after routing, before authentication.

use crosscheck::diagnosis::RequiredHeaders;

use crate::fix::patch::Fix;
use crate::fix::patch::header_names;
use crate::fix::patch::lines;
use crate::fix::patch::max_age;
use crate::fix::patch::methods;
use crate::fix::patch::quoted;

pub(crate) fn write(grant: &RequiredHeaders) -> Fix {
    let names = quoted(header_names(grant));
    let exposed = quoted(&grant.expose);
    let (has_age, age) =
        max_age(grant, |s| format!("    .SetPreflightMaxAge(TimeSpan.FromSeconds({s}))"));
    let services = lines(&[
        (true, "builder.Services.AddCors(options => options.AddDefaultPolicy(policy => policy"),
        (grant.credentials, "    .AllowCredentials()"),
        (grant.preflight.is_some(), &format!("    .WithMethods({})", quoted(&methods(grant)))),
        (!names.is_empty(), &format!("    .WithHeaders({names})")),
        (has_age, &age),
        (!grant.expose.is_empty(), &format!("    .WithExposedHeaders({exposed})")),
        (true, &format!("    .WithOrigins({})));", quoted(&grant.origins_or_example()))),
    ]);
    let pipeline = "app.UseCors();\n".to_owned();
    Fix::of(
        &[
            ("before builder.Build()", services),
            ("after app.UseRouting(), before app.UseAuthentication()", pipeline),
        ],
        &["in an exception handler the headers are cleared: call app.UseExceptionHandler before"],
    )
}
