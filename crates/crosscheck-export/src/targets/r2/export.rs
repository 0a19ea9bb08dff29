//! A whole policy for Cloudflare R2, which speaks S3's language.

use crosscheck::server::Policy;

use crate::export::Ability;
use crate::export::AnyHeader;
use crate::export::Effect;
use crate::export::Export;
use crate::export::LossKind;
use crate::export::Paths;
use crate::export::Spelled;
use crate::targets::s3::in_json_of_s3;

const ABILITY: Ability = Ability {
    pattern: |_| Spelled::Not,
    exact: |_| true,
    most_origins: 100,
    looks_through: false,
    method: |method| ["GET", "HEAD", "POST", "PUT", "DELETE"].contains(&method),
    any_header: AnyHeader::Unsaid,
    credentials: false,
    everybodys_credentials: false,
    echoes: false,
    rules: true,
    paths: Paths::None,
    no_age: true,
    always: &[(
        LossKind::Vary,
        Effect::Narrower,
        "a custom domain has Cloudflare's cache in front: purge it after the change",
    )],
};

pub(crate) fn export(policy: &Policy) -> Export {
    in_json_of_s3(policy, &ABILITY, "put its rules into the bucket's CORS policy (Settings)")
}
