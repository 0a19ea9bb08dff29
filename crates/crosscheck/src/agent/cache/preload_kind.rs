//! What a file is preloaded for.

use crate::agent::request::Initiator;

/// Elements that take each other's files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Fetch,
    Font,
    Image,
    Script,
    Module(Initiator),
    Style,
    Track,
    Media,
}

pub(super) fn module_kind(initiator: Initiator) -> Option<Kind> {
    Some(match initiator {
        Initiator::ModuleScript | Initiator::Import => Kind::Module(Initiator::ModuleScript),
        Initiator::JsonModule | Initiator::CssModule => Kind::Module(initiator),
        _ => return None,
    })
}

pub(super) fn kind(initiator: Initiator) -> Option<Kind> {
    Some(match initiator {
        Initiator::Fetch | Initiator::Xhr => Kind::Fetch,
        Initiator::Font => Kind::Font,
        initiator if initiator.is_image() => Kind::Image,
        Initiator::Script | Initiator::ModuleScript | Initiator::Import => Kind::Script,
        Initiator::Style | Initiator::AtImport => Kind::Style,
        Initiator::Track => Kind::Track,
        Initiator::Audio | Initiator::Video => Kind::Media,
        _ => return None,
    })
}
