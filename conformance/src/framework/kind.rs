//! The frameworks: what each needs, and what an application on it is made of.

use std::env;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use crate::peer;

/// A framework.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Express, with `cors`.
    Express,
    /// FastAPI, with Starlette's middleware.
    Fastapi,
    /// Flask, with `flask-cors`.
    Flask,
    /// Django, with `django-cors-headers`.
    Django,
    /// Rails, with `rack-cors`.
    Rails,
    /// Go's own server, with `rs/cors`.
    Go,
    /// PHP's own server.
    Php,
    /// Hono on Node.js, with its own middleware.
    Hono,
    /// Fastify, with `@fastify/cors`.
    Fastify,
    /// NestJS on Express.
    Nest,
    /// Next.js, as its developers run it.
    Next,
    /// Spring in Tomcat, without Spring Boot.
    Spring,
    /// A service as its makers let it be run at home, by the package that does.
    Emulator(&'static str),
    /// Vite's development server, with a page that asks what its fragment says.
    Vite,
}

impl Kind {
    /// All that answer pages of other origins; not Vite, which asks in its page's place, nor services.
    pub const ALL: [Self; 12] = [
        Self::Express,
        Self::Fastapi,
        Self::Flask,
        Self::Django,
        Self::Rails,
        Self::Go,
        Self::Php,
        Self::Hono,
        Self::Fastify,
        Self::Nest,
        Self::Next,
        Self::Spring,
    ];

    /// The name that `crosscheck explain --server` knows.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Express => "express",
            Self::Fastapi => "fastapi",
            Self::Flask => "flask",
            Self::Django => "django",
            Self::Rails => "rails",
            Self::Go => "go",
            Self::Php => "php",
            Self::Hono => "hono",
            Self::Fastify => "fastify",
            Self::Nest => "nestjs",
            Self::Next => "nextjs",
            Self::Spring => "spring",
            Self::Emulator(package) => package,
            Self::Vite => "vite",
        }
    }

    /// The program, and its library, that it needs.
    pub(super) const fn peer(self) -> &'static str {
        match self {
            Self::Express => peer::EXPRESS_CORS,
            Self::Fastapi => peer::FASTAPI,
            Self::Flask => peer::FLASK_CORS,
            Self::Django => peer::DJANGO_CORS,
            Self::Rails => peer::RACK_CORS,
            Self::Go => peer::GO_CORS,
            Self::Php => peer::PHP,
            Self::Hono => peer::HONO,
            Self::Fastify => peer::FASTIFY_CORS,
            Self::Nest => peer::NEST,
            Self::Next => peer::NEXT,
            Self::Spring => peer::SPRING,
            Self::Emulator(package) => package,
            Self::Vite => peer::VITE,
        }
    }

    /// Before the paths of what it serves.
    pub(super) const fn prefix(self) -> &'static str {
        match self {
            // Where its patch looks for APIs.
            Self::Next => "/api",
            _ => "",
        }
    }

    /// Paths and texts of the files that an application is made of.
    ///
    /// In: the patch's parts; none for an application that says nothing about CORS.
    pub(super) fn files(self, patch: &[String]) -> Vec<(&'static str, String)> {
        let part = |index: usize| patch.get(index).map_or("", String::as_str);
        let with = |text: &str, mark: &str| text.replace(mark, part(0));
        match self {
            Self::Express => vec![("app.js", with(include_str!("express.js"), "//PATCH"))],
            Self::Fastapi => vec![("app.py", with(include_str!("fastapi.py"), "#PATCH"))],
            Self::Flask => vec![("app.py", with(include_str!("flask.py"), "#PATCH"))],
            Self::Django => vec![
                ("settings.py", with(include_str!("django.py"), "#PATCH")),
                ("urls.py", include_str!("django_urls.py").into()),
            ],
            Self::Rails => vec![
                ("config.ru", include_str!("rails.ru").into()),
                ("config/initializers/cors.rb", part(0).into()),
            ],
            Self::Go => {
                let (import, patch) = match part(0) {
                    "" => ("", "handler := mux"),
                    patch => ("\"github.com/rs/cors\"", patch),
                };
                let text = include_str!("go.go").replace("//IMPORT", import);
                vec![("app.go", text.replace("//PATCH", patch))]
            }
            Self::Php => vec![("app.php", with(include_str!("php.php"), "#PATCH"))],
            Self::Hono => vec![("app.mjs", with(include_str!("hono.mjs"), "//PATCH"))],
            Self::Fastify => vec![("app.js", with(include_str!("fastify.js"), "//PATCH"))],
            Self::Nest => vec![("app.js", with(include_str!("nest.js"), "//PATCH"))],
            Self::Next => {
                let mut files = vec![
                    ("app/api/orders/route.js", include_str!("next_orders.js").into()),
                    ("app/api/fails/route.js", include_str!("next_fails.js").into()),
                    // The packages lie outside of the application's folder.
                    ("next.config.js", "module.exports = { turbopack: { root: \"/\" } };\n".into()),
                ];
                files.extend(patch.iter().map(|part| ("proxy.js", part.clone())));
                files
            }
            Self::Spring => {
                let text = include_str!("spring.java").replace("//PATCH", part(1));
                let mut files = vec![("shop/Shop.java", text)];
                let filter = patch.first().map(|part| format!("package shop;\n\n{part}"));
                files.extend(filter.map(|text| ("shop/FirstCorsFilter.java", text)));
                files
            }
            Self::Emulator(_) => Vec::new(),
            Self::Vite => vec![
                ("vite.config.js", with(include_str!("vite.config.js"), "//PATCH")),
                ("index.html", include_str!("vite.html").into()),
            ],
        }
    }

    /// Runs an application that lies in a folder, at the port that `PORT` names.
    pub(super) fn command(self, root: &Path, port: u16) -> Command {
        // The system's Python: another one does not know the system's packages.
        let script = match self {
            Self::Express | Self::Fastify | Self::Nest => "exec node app.js",
            Self::Hono | Self::Emulator(_) => "exec node app.mjs",
            Self::Next => "exec node node_modules/next/dist/bin/next dev -H 127.0.0.1 -p $PORT",
            Self::Vite => {
                "exec node node_modules/vite/bin/vite.js --host 127.0.0.1 --port $PORT --strictPort"
            }
            Self::Fastapi => {
                "exec /usr/bin/python3 -m uvicorn app:app --port $PORT --log-level warning"
            }
            Self::Flask => "exec /usr/bin/python3 app.py",
            Self::Django => "exec /usr/bin/python3 -m django runserver --noreload 127.0.0.1:$PORT",
            Self::Rails => "exec puma --quiet --threads 1:4 --bind tcp://127.0.0.1:$PORT config.ru",
            Self::Go => "go build -o app app.go && exec ./app",
            Self::Php => "exec php -d display_errors=0 -S 127.0.0.1:$PORT app.php",
            Self::Spring => {
                "javac -nowarn */*.java && exec java -XX:TieredStopAtLevel=1 \
                 -XX:+UseSerialGC shop.Shop"
            }
        };
        let mut command = Command::new("sh");
        command.args(["-c", script]).current_dir(root).env("HOME", root);
        command.env("PORT", port.to_string());
        command.env("NODE_PATH", "/usr/share/nodejs").env("NEXT_TELEMETRY_DISABLED", "1");
        command.env("DJANGO_SETTINGS_MODULE", "settings").env("PYTHONPATH", root);
        command.env("PYTHONDONTWRITEBYTECODE", "1").env("RAILS_ENV", "production");
        command.envs([("GO111MODULE", "off"), ("GOPATH", "/usr/share/gocode")]);
        command.env("GOCACHE", go_cache()).env("CLASSPATH", jars());
        command
    }
}

/// What was compiled for Go once, the patched file apart: beside what Cargo builds.
fn go_cache() -> PathBuf {
    let program = env::current_exe().unwrap_or_default();
    let target = program.ancestors().find(|folder| folder.join("CACHEDIR.TAG").is_file());
    target.map_or_else(env::temp_dir, Path::to_owned).join("go-build")
}

/// What an application on Spring is made of beside its own classes. Debian still calls Spring 4 by the
/// name of Spring 3.
fn jars() -> String {
    const SPRING: [&str; 7] =
        ["aop", "beans", "context", "core", "expression", "web", "web.servlet"];
    const TOMCAT: [&str; 11] = [
        "annotations-api",
        "api",
        "catalina",
        "coyote",
        "el-api",
        "jaspic-api",
        "jni",
        "juli",
        "servlet-api",
        "util",
        "util-scan",
    ];
    let named =
        |start: &'static str| move |name: &&str| format!("/usr/share/java/{start}-{name}.jar");
    let jars = SPRING.iter().map(named("spring3")).chain(TOMCAT.iter().map(named("tomcat9")));
    let jars = jars.chain(["/usr/share/java/commons-logging.jar".into()]);
    [".".to_owned()].into_iter().chain(jars).collect::<Vec<_>>().join(":")
}
