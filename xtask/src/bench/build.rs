//! What a middleware adds to an application that has none: crates, seconds of compiling, bytes.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

use Framework::Actix;
use Framework::Axum;
use anyhow::Context;

use crate::command::output;
use crate::command::root;
use crate::command::target;
use crate::command::told;

/// What an application is built with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Framework {
    Axum,
    Actix,
}

/// An application, and what stands in front of it.
struct Application {
    name: &'static str,
    framework: Framework,
    /// Lines of `[dependencies]`; `PATH` is where our crates are.
    dependencies: &'static str,
    /// Wraps the router.
    layer: &'static str,
}

/// Of each framework the application alone comes first, and then the rival that the others are held to.
const APPLICATIONS: [Application; 7] = [
    Application { name: "axum alone", framework: Axum, dependencies: "", layer: "" },
    Application {
        name: "tower-http, `cors`",
        framework: Axum,
        dependencies: "tower-http = { version = \"0.7.1\", features = [\"cors\"] }",
        layer: ".layer(tower_http::cors::CorsLayer::new()
            .allow_origin([axum::http::HeaderValue::from_static(\"https://app.example\")])
            .allow_credentials(true)
            .allow_methods([axum::http::Method::PUT]))",
    },
    Application {
        name: "crosscheck-tower",
        framework: Axum,
        dependencies: "crosscheck-tower = { path = \"PATH/crosscheck-tower\" }",
        layer: OURS,
    },
    Application {
        name: "crosscheck-tower, `public-suffix`",
        framework: Axum,
        dependencies: "crosscheck-tower = { path = \"PATH/crosscheck-tower\", features = [\"public-suffix\"] }",
        layer: OURS,
    },
    Application { name: "actix-web alone", framework: Actix, dependencies: "", layer: "" },
    Application {
        name: "actix-cors",
        framework: Actix,
        dependencies: "actix-cors = \"0.7\"",
        layer: ".wrap(actix_cors::Cors::default()
            .allowed_origin(\"https://app.example\")
            .supports_credentials()
            .allowed_methods([\"PUT\"]))",
    },
    Application {
        name: "crosscheck-actix",
        framework: Actix,
        dependencies: "crosscheck-actix = { path = \"PATH/crosscheck-actix\" }",
        layer: OURS_IN_ACTIX,
    },
];

macro_rules! ours {
    ($start:literal, $policies:literal) => {
        concat!(
            $start,
            "(",
            $policies,
            "::Policy::new(&",
            $policies,
            "::Config {
                origins: vec![\"https://app.example\".into()],
                credentials: true,
                methods: vec![\"PUT\".into()],
                ..Default::default()
            })
            .expect(\"a policy\"),
        ))"
        )
    };
}

const OURS: &str = ours!(".layer(crosscheck_tower::CorsLayer::new", "crosscheck_tower");
const OURS_IN_ACTIX: &str = ours!(".wrap(crosscheck_actix::Cors::new", "crosscheck_actix");

/// What one application took.
struct Price {
    crates: usize,
    /// User time of a release build from nothing, without what was downloaded.
    seconds: f64,
    /// Of the program, stripped.
    bytes: u64,
}

/// How often each is built, by turns; the quickest counts.
const ROUNDS: usize = 3;

/// Builds each application from nothing, by turns, and writes `docs/build.md`.
pub(super) fn run() -> anyhow::Result<()> {
    let folder = target().join("price");
    let mut prices: Vec<Price> = Vec::new();
    for round in 0..ROUNDS {
        for (at, application) in APPLICATIONS.iter().enumerate() {
            told(&format!("{}, {} of {ROUNDS}", application.name, round + 1));
            let price = application.price(&folder)?;
            match prices.get_mut(at) {
                Some(least) => least.seconds = least.seconds.min(price.seconds),
                None => prices.push(price),
            }
        }
    }
    fs::remove_dir_all(&folder)?;
    fs::write(root().join("docs/build.md"), page(&prices)?)?;
    Ok(())
}

impl Framework {
    const ALL: [Self; 2] = [Axum, Actix];

    const fn dependencies(self) -> &'static str {
        match self {
            Axum => {
                "axum = { version = \"0.8\", default-features = false, features = [\"http1\", \"tokio\"] }\n\
                 tokio = { version = \"1\", features = [\"macros\", \"net\", \"rt\"] }"
            }
            Actix => {
                "actix-web = { version = \"4\", default-features = false, features = [\"macros\"] }"
            }
        }
    }

    /// The program, with what stands in front of its one route.
    fn program(self, layer: &str) -> String {
        match self {
            Axum => format!(
                "#[tokio::main(flavor = \"current_thread\")]\nasync fn main() {{\n    \
                 let router = axum::Router::<()>::new().route(\"/\", axum::routing::get(|| async {{ \"hello\" }}))\n\
                 {layer};\n    \
                 let listener = tokio::net::TcpListener::bind(\"127.0.0.1:0\").await.expect(\"a port\");\n    \
                 axum::serve(listener, router).await.expect(\"it serves\");\n}}\n"
            ),
            Actix => format!(
                "use actix_web::{{App, HttpServer, web}};\n#[actix_web::main]\n\
                 async fn main() -> std::io::Result<()> {{\n    HttpServer::new(|| {{\n        \
                 App::new(){layer}.route(\"/\", web::get().to(|| async {{ \"hello\" }}))\n    \
                 }}).bind((\"127.0.0.1\", 0))?.run().await\n}}\n"
            ),
        }
    }
}

impl Application {
    fn price(&self, folder: &Path) -> anyhow::Result<Price> {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder.join("src"))?;
        let crates = root().canonicalize()?.join("crates");
        let dependencies = self.dependencies.replace("PATH", &crates.display().to_string());
        let manifest = format!(
            "[package]\nname = \"application\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[workspace]\n\
             [profile.release]\nstrip = true\n[dependencies]\n{}\n{dependencies}\n",
            self.framework.dependencies()
        );
        let program = self.framework.program(self.layer);
        fs::write(folder.join("Cargo.toml"), manifest)?;
        fs::write(folder.join("src/main.rs"), program)?;
        let at = |program: &str, arguments: &[&str]| {
            let mut command = Command::new(program);
            command
                .args(arguments)
                .current_dir(folder)
                .env("CARGO_TARGET_DIR", folder.join("built"));
            command
        };
        output(at("cargo", &["fetch", "--quiet"]))?;
        let tree = ["tree", "--quiet", "--prefix=none", "--format={p}", "--edges=normal,build"];
        let tree = output(at("cargo", &tree))?;
        let crates: BTreeSet<&str> =
            tree.lines().map(|line| line.trim_end_matches(" (*)")).collect();
        let build = "cargo build --release --quiet --offline && times";
        let seconds = user_seconds(&output(at("sh", &["-c", build]))?)?;
        let bytes = fs::metadata(folder.join("built/release/application"))?.len();
        Ok(Price { crates: crates.len(), seconds, bytes })
    }
}

/// The user time of a shell's children, from what its `times` prints: `1m2.34s`, in the second line.
fn user_seconds(times: &str) -> anyhow::Result<f64> {
    let last = times.lines().last().context("two lines")?;
    let (minutes, seconds) =
        last.split(' ').next().and_then(|user| user.split_once('m')).context("minutes")?;
    Ok(minutes.parse::<f64>()? * 60.0 + seconds.trim_end_matches('s').parse::<f64>()?)
}

fn page(prices: &[Price]) -> anyhow::Result<String> {
    let mut page = String::from(
        "# What the middleware adds to a build\n\nWritten by `cargo xtask bench build`. An application with \
         one route, built for release from nothing, stripped; what the same application without any layer \
         takes is taken off. Seconds are user time, the quickest of three builds by turns.\n",
    );
    for framework in Framework::ALL {
        let built = APPLICATIONS.iter().zip(prices).filter(|(one, _)| one.framework == framework);
        let built: Vec<_> = built.collect();
        let [(_, alone), (rival, least), ..] = built.as_slice() else { anyhow::bail!("a rival") };
        let seconds = |price: &Price| price.seconds - alone.seconds;
        let bytes = |price: &Price| price.bytes.saturating_sub(alone.bytes) as f64;
        let rival = rival.name.split(',').next().unwrap_or_default();
        writeln!(
            page,
            "\n| | crates | seconds | × {rival} | kilobytes | × {rival} |\n\
             | --- | --: | --: | --: | --: | --: |"
        )?;
        for (application, price) in built.iter().skip(1) {
            writeln!(
                page,
                "| {} | {} | {:.1} | {:.2} | {:.0} | {:.2} |",
                application.name,
                price.crates - alone.crates,
                seconds(price),
                seconds(price) / seconds(least),
                bytes(price) / 1000.0,
                bytes(price) / bytes(least),
            )?;
        }
        writeln!(
            page,
            "\nThe application alone, {framework:?}: {} crates, {:.1} seconds, {:.0} kilobytes.",
            alone.crates,
            alone.seconds,
            alone.bytes as f64 / 1000.0
        )?;
    }
    Ok(page)
}
