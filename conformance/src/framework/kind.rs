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
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Express, Self::Fastapi, Self::Flask, Self::Django, Self::Rails, Self::Go];

    /// The name that `crosscheck explain --server` knows.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Express => "express",
            Self::Fastapi => "fastapi",
            Self::Flask => "flask",
            Self::Django => "django",
            Self::Rails => "rails",
            Self::Go => "go",
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
        }
    }

    /// Paths and texts of the files that an application is made of.
    ///
    /// In: the patch; nothing for an application that says nothing about CORS.
    pub(super) fn files(self, patch: &str) -> Vec<(&'static str, String)> {
        let with = |text: &str, mark: &str| text.replace(mark, patch);
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
                ("config/initializers/cors.rb", patch.into()),
            ],
            Self::Go => {
                let (import, patch) = match patch {
                    "" => ("", "handler := mux"),
                    patch => ("\"github.com/rs/cors\"", patch),
                };
                let text = include_str!("go.go").replace("//IMPORT", import);
                vec![("app.go", text.replace("//PATCH", patch))]
            }
        }
    }

    /// Runs an application that lies in a folder, at the port that `PORT` names.
    pub(super) fn command(self, root: &Path, port: u16) -> Command {
        // The system's Python: another one does not know the system's packages.
        let script = match self {
            Self::Express => "exec node app.js",
            Self::Fastapi => {
                "exec /usr/bin/python3 -m uvicorn app:app --port $PORT --log-level warning"
            }
            Self::Flask => "exec /usr/bin/python3 app.py",
            Self::Django => "exec /usr/bin/python3 -m django runserver --noreload 127.0.0.1:$PORT",
            Self::Rails => "exec puma --quiet --threads 1:4 --bind tcp://127.0.0.1:$PORT config.ru",
            Self::Go => "go build -o app app.go && exec ./app",
        };
        let mut command = Command::new("sh");
        command.args(["-c", script]).current_dir(root).env("HOME", root);
        command.env("PORT", port.to_string());
        command.env("NODE_PATH", "/usr/share/nodejs");
        command.env("DJANGO_SETTINGS_MODULE", "settings").env("PYTHONPATH", root);
        command.env("PYTHONDONTWRITEBYTECODE", "1").env("RAILS_ENV", "production");
        command.envs([("GO111MODULE", "off"), ("GOPATH", "/usr/share/gocode")]);
        command.env("GOCACHE", go_cache());
        command
    }
}

/// What was compiled for Go once, the patched file apart: beside what Cargo builds.
fn go_cache() -> PathBuf {
    let program = env::current_exe().unwrap_or_default();
    let target = program.ancestors().find(|folder| folder.join("CACHEDIR.TAG").is_file());
    target.map_or_else(env::temp_dir, Path::to_owned).join("go-build")
}
