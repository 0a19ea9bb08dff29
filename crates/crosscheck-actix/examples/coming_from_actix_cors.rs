//! An application with a policy, as the documentation shows it to whoever comes from actix-cors.
//!
//! ```console
//! $ cargo run -p crosscheck-actix --example coming_from_actix_cors
//! ```

use std::error::Error;

use actix_web::App;
use crosscheck_actix::Config;
use crosscheck_actix::Cors;
use crosscheck_actix::Policy;

fn main() -> Result<(), Box<dyn Error>> {
    let config = Config {
        origins: vec!["https://app.example.com".into()],
        methods: vec!["PUT".into()],
        request_headers: vec!["content-type".into()],
        credentials: true,
        max_age: Some(600),
        ..Config::default()
    };
    drop(App::new().wrap(Cors::new(Policy::new(&config)?)));
    Ok(())
}
