//! For what an answer is held, and whether it is held at all.

use super::preload_kind::Kind;
use super::preload_kind::kind;
use super::preload_kind::module_kind;
use crate::agent::cause::Cause;
use crate::agent::cause::Failure;
use crate::agent::profile::Profile;
use crate::agent::request::CredentialsMode;
use crate::agent::request::Request;
use crate::agent::response::FilteredResponse;

/// For what an answer is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::agent) enum Hold {
    /// Whoever needs it.
    Preload,
    /// Another preload of the same, and nobody else.
    OtherPreloads,
    /// A module, of which a document has one for good.
    Module,
    /// An image, a sheet or a file that a document shows or plays, so that it can do so again.
    Shown,
    /// An image that a style names, for other styles that name it.
    Styles,
    /// A script, a sheet or a font, for as long as it is fresh.
    Fresh,
}

/// For what the answer to a request is held, and as what; nothing if it is not.
pub(super) fn held_for(
    request: &Request,
    result: &Result<FilteredResponse, Failure>,
    profile: &Profile,
) -> Option<(Hold, Kind)> {
    let arrival = Arrival { request, result, profile };
    if let Some(module) = module_kind(request.initiator) {
        return arrival.of_module().map(|hold| (hold, module));
    }
    let kind = kind(request.initiator)?;
    let hold = match request.is_preload {
        true => arrival.of_preload(kind),
        false => arrival.of_shown(kind),
    };
    hold.map(|hold| (hold, kind))
}

/// What has come for whom.
struct Arrival<'a> {
    request: &'a Request,
    result: &'a Result<FilteredResponse, Failure>,
    profile: &'a Profile,
}

impl Arrival<'_> {
    fn of_module(&self) -> Option<Hold> {
        (self.is_file() || self.profile.keeps_failed_modules).then_some(Hold::Module)
    }

    fn of_preload(&self, kind: Kind) -> Option<Hold> {
        let (request, profile) = (self.request, self.profile);
        // What was asked for by another attribute than fonts ask by is not found by them.
        let is_found = kind != Kind::Font
            || !profile.fonts_are_preloaded_by_cors
            || request.preload_crossorigin == Some(CredentialsMode::SameOrigin);
        let is_usable = self.is_file() || profile.keeps_failed_preloads || !is_run(kind);
        if !(is_found && is_usable) {
            return Some(Hold::OtherPreloads);
        }
        let is_kept = match self.result {
            Err(failure) if matches!(failure.cause, Cause::IntegrityMismatch { .. }) => {
                profile.keeps_altered_preloads
            }
            // A sheet of another type that may be no preload is none.
            _ if kind == Kind::Style && self.is_refused_by_nosniff() => {
                profile.preloaded_sheets_may_be_mistyped
            }
            _ => true,
        };
        is_kept.then_some(Hold::Preload)
    }

    fn of_shown(&self, kind: Kind) -> Option<Hold> {
        let profile = self.profile;
        if kind == Kind::Media {
            // Of a file that is played each part is held, at the URL where it is.
            let is_part = |seen: &FilteredResponse| seen.internal.status == 206;
            let is_held = profile.documents_hold_media && self.result.as_ref().is_ok_and(is_part);
            return is_held.then_some(Hold::Shown);
        }
        let is_image_of_error =
            kind == Kind::Image && self.result.is_ok() && profile.documents_hold_images_of_errors;
        let is_held = (self.is_file() || is_image_of_error)
            && (kind != Kind::Style || profile.documents_keep_sheets);
        // What a script or a sheet was loaded of needs no preload any more, not even if it was of another type.
        let needs_no_preload =
            profile.loading_preloads && is_run(kind) && self.is_found_wanting_at_most();
        if needs_no_preload && (kind == Kind::Script || !is_held) {
            return Some(Hold::OtherPreloads);
        }
        if is_fresh_again(kind, profile) && self.is_file() {
            return Some(Hold::Fresh);
        }
        is_held.then_some(Hold::Shown)
    }

    fn is_file(&self) -> bool {
        self.result.as_ref().is_ok_and(|seen| seen.internal.is_ok())
    }

    /// Whether it came, be it an error or of another type, and nothing but that keeps it from who asked.
    fn is_found_wanting_at_most(&self) -> bool {
        let is_it = |failure: &Failure| {
            failure.cause.is_cors_check()
                || matches!(
                    failure.cause,
                    Cause::NoSniff { .. } | Cause::MimeType { .. } | Cause::OpaqueResponse { .. }
                )
        };
        self.result.as_ref().map_or_else(is_it, |_| true)
    }

    fn is_refused_by_nosniff(&self) -> bool {
        self.result.as_ref().is_err_and(|failure| matches!(failure.cause, Cause::NoSniff { .. }))
    }
}

/// Whether a document acts on files of a kind, rather than show or hand them on.
fn is_run(kind: Kind) -> bool {
    matches!(kind, Kind::Script | Kind::Style)
}

/// Whether a document has a file at hand again for as long as it is fresh.
pub(super) fn is_fresh_again(kind: Kind, profile: &Profile) -> bool {
    profile.documents_hold_fresh_files && matches!(kind, Kind::Script | Kind::Style | Kind::Font)
}
