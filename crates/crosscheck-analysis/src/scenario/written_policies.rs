//! The smallest policies whose findings are about how they are written.

use crosscheck::catalog::FindingKind;

/// Policies whose findings are about how they are written.
pub(super) fn only_written(kind: FindingKind) -> Option<String> {
    let cors = |origins: &str, more: &str| format!("[cors]\norigins = [{origins}]\n{more}");
    Some(match kind {
        FindingKind::Duplicate => cors("\"https://app.example\", \"https://app.example\"", ""),
        FindingKind::Covered => cors("\"https://*.example.com\", \"https://app.example.com\"", ""),
        FindingKind::InvalidPath => {
            "[cors]\n\n[[cors.rules]]\npaths = [\"/api/\"]\norigins = [\"*\"]\n".into()
        }
        FindingKind::UnreachableRule => {
            let rule = |origin: &str| {
                format!("\n[[cors.rules]]\npaths = [\"/api\"]\norigins = [\"{origin}\"]\n")
            };
            format!("[cors]\n{}{}", rule("*"), rule("https://app.example"))
        }
        FindingKind::AddressRange => cors("\"http://192.168.0.0/16:*\"", ""),
        FindingKind::HandlerNotAlone => {
            "[cors]\n\n[[cors.rules]]\npaths = [\"/old\"]\nhandler = true\norigins = [\"*\"]\n"
                .into()
        }
        FindingKind::UnusedDanger => {
            cors("\"https://app.example\"", "danger = { null_origin = true }\n")
        }
        FindingKind::InvalidAssertion => {
            cors("\"https://app.example\"", "\n[[assert]]\norigins = [\"https://app.example\"]\n")
        }
        FindingKind::BrokenAssertion => cors(
            "\"https://app.example\"",
            "\n[[assert]]\noutside = [\"https://other.example\"]\nnever = [\"read\"]\n",
        ),
        FindingKind::UndecidedAssertion => {
            // Each beginning goes with each end, so the labels are of very many kinds; and no entry of
            // the assertion covers one of the policy's alone.
            let starts = (0..ENOUGH).map(|n| format!("  \"https://s{n}-*.example.com:1-2\",\n"));
            let ends = (0..ENOUGH).map(|n| format!("  \"https://*-e{n}.example.com:1-2\",\n"));
            let origins: String = starts.chain(ends).collect();
            cors(
                &format!("\n{origins}"),
                "\n[[assert]]\noutside = [\"https://*.example.com:1\", \
                 \"https://*.example.com:2\"]\nnever = [\"read\"]\n",
            )
        }
        FindingKind::NotToml => cors("https://app.example", ""),
        FindingKind::WrongType => "[cors]\norigins = \"https://app.example\"\n".into(),
        FindingKind::UnknownKey => cors("\"https://app.example\"", "max_ages = 600\n"),
        FindingKind::MisplacedKey => "origins = [\"https://app.example\"]\n".into(),
        FindingKind::InvalidGateway => {
            let gateway = "\n[gateway]\ntrust = [\"0.0.0.0/0\"]\n";
            cors("\"https://app.example\"", gateway)
        }
        FindingKind::MissingTable => "# nothing yet\n".into(),
        FindingKind::Incomplete => "[end]\n\n[cors]\norigins = [\"https://app.example\"]\n".into(),
        _ => return None,
    })
}

/// Wildcards that overlap in more ways than a proof looks at.
const ENOUGH: usize = 300;
