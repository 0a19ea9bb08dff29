//! `[[upstream]]` in the policy file: the servers behind the gateway, each with its policy or the common one.

use std::ops::Range;

use crosscheck::catalog::FindingKind;
use crosscheck::catalog::Severity;
use crosscheck::server::PathMap;
use crosscheck::server::Policy;
use toml::Spanned;
use toml::de::DeTable;
use toml::de::DeValue;

use crate::gateway_table::host;
use crate::table_reader::Reader;
use crate::table_reader::WrittenUpstream;
use crate::table_reader::kind;
use crate::upstream::UpstreamCorsSetting;
use crate::upstream::UpstreamSettings;

impl Reader {
    pub(crate) fn upstreams(&mut self, value: &Spanned<DeValue<'_>>) {
        let Some(array) = value.get_ref().as_array() else {
            let text = "upstreams are tables; write `[[upstream]]` on a line above each";
            self.mistake(value.span(), FindingKind::WrongType, text.into());
            return;
        };
        for item in array {
            match item.get_ref().as_table() {
                Some(table) => self.upstream(item, table),
                None => {
                    let text = format!("this is {}; write `[[upstream]]` above it", kind(item));
                    self.mistake(item.span(), FindingKind::WrongType, text);
                }
            }
        }
    }

    fn upstream(&mut self, item: &Spanned<DeValue<'_>>, table: &DeTable<'_>) {
        let mut settings = UpstreamSettings {
            url: String::new(),
            hosts: Vec::new(),
            path: "/".into(),
            strip_path: false,
            host: None,
            http2: false,
            upstream_cors: UpstreamCorsSetting::default(),
            roots: None,
            certificate: None,
            policy: None,
            place: item.span(),
        };
        let mut own = None;
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "url" => {
                    settings.place = value.span();
                    settings.url = self.text(value).unwrap_or_default();
                }
                "hosts" => settings.hosts = self.strings("upstream.", "hosts", value),
                "path" => {
                    settings.path = self.text(value).unwrap_or_else(|| "/".into());
                    if let Err(error) = PathMap::new([(&settings.path, ())]) {
                        let text = error.to_string();
                        self.mistake(value.span(), FindingKind::InvalidGateway, text);
                    }
                }
                "strip_path" => settings.strip_path = self.boolean(value).unwrap_or_default(),
                "host" => match host(value.get_ref().as_str().unwrap_or_default()) {
                    Ok(host) => settings.host = Some(host),
                    Err(text) => self.mistake(value.span(), FindingKind::InvalidGateway, text),
                },
                "http2" => settings.http2 = self.boolean(value).unwrap_or_default(),
                "upstream_cors" => match upstream_cors(value) {
                    Ok(setting) => settings.upstream_cors = setting,
                    Err(text) => {
                        self.mistake(value.span(), FindingKind::InvalidGateway, text.into());
                    }
                },
                "roots" => settings.roots = self.text(value).map(Into::into),
                "certificate" => settings.certificate = self.certificate(value),
                "cors" => match value.get_ref().as_table() {
                    Some(table) => {
                        let mut reader = Self { table: key.span(), ..Self::default() };
                        reader.cors(table);
                        own = Some(reader);
                    }
                    None => {
                        let text =
                            "`cors` is a table; write `[upstream.cors]` below `[[upstream]]`";
                        self.mistake(value.span(), FindingKind::WrongType, text.into());
                    }
                },
                name => self.unknown(name, key.span(), &FIELDS, "upstream."),
            }
        }
        if settings.certificate.is_some() && settings.roots.is_none() {
            let text =
                "who is shown a certificate must be known by its own; write `roots = \"ca.pem\"`";
            self.mistake(item.span(), FindingKind::InvalidGateway, text.into());
        }
        if !table.contains_key("url") {
            let text = "an upstream has a URL; write `url = \"http://127.0.0.1:9000\"`";
            self.mistake(item.span(), FindingKind::InvalidGateway, text.into());
        }
        self.written_upstreams.push(WrittenUpstream { settings, own });
    }

    /// Checks the policies of upstreams, once all of the file is known. Out: the upstreams; with those of
    /// before, where their policies say that a source is to be asked.
    pub(crate) fn finish_upstreams(
        &mut self,
        is_development: bool,
        source_places: &mut Vec<Range<usize>>,
    ) -> Vec<UpstreamSettings> {
        let written = std::mem::take(&mut self.written_upstreams);
        let finished = written.into_iter().map(|WrittenUpstream { mut settings, own }| {
            if let Some(mut own) = own {
                if is_development {
                    own.lend_development(self);
                }
                settings.policy = own.finish_policy();
                source_places.extend(own.source_places());
                self.diagnostics.append(&mut own.diagnostics);
            }
            settings
        });
        finished.collect()
    }

    /// The policy of what was read, and what is to be said about it.
    fn finish_policy(&mut self) -> Option<Policy> {
        let policy = Policy::new(&self.config);
        let findings = match &policy {
            Ok(policy) => policy.findings(),
            Err(errors) => errors.findings(),
        };
        for finding in findings {
            self.finding(finding);
        }
        let is_clean = self.diagnostics.iter().all(|found| found.severity != Severity::Error);
        policy.ok().filter(|_| is_clean)
    }
}

/// Its fields, as [`UpstreamSettings`] declares them.
pub(crate) const FIELDS: [&str; 10] = [
    "url",
    "hosts",
    "path",
    "strip_path",
    "host",
    "http2",
    "upstream_cors",
    "roots",
    "certificate",
    "cors",
];

/// What a word means for an upstream's own CORS. `Err` is what to write.
fn upstream_cors(value: &Spanned<DeValue<'_>>) -> Result<UpstreamCorsSetting, &'static str> {
    match value.get_ref().as_str() {
        Some("strip") => Ok(UpstreamCorsSetting::Strip),
        Some("merge-expose") => Ok(UpstreamCorsSetting::MergeExpose),
        Some("refuse-conflict") => Ok(UpstreamCorsSetting::RefuseConflict),
        _ => Err("write `\"strip\"`, `\"merge-expose\"` or `\"refuse-conflict\"`"),
    }
}

#[cfg(test)]
mod tests {
    use crate::ReadOptions;
    use crate::Reading;
    use crate::read;

    fn read_file(text: &str) -> Reading {
        read("crosscheck.toml", text, ReadOptions::default())
    }

    #[test]
    fn each_upstream_has_its_own_policy_or_the_common_one() {
        let reading = read_file(
            "[cors]\norigins = [\"https://app.example\"]\n\
             [[upstream]]\nurl = \"http://127.0.0.1:9000\"\n\
             [[upstream]]\nurl = \"http://127.0.0.1:9001\"\nhosts = [\"pay.example\"]\n\
             path = \"/v1\"\nstrip_path = true\nhost = \"client\"\nupstream_cors = \"merge-expose\"\n\
             [upstream.cors]\norigins = [\"https://pay.example\"]\ncredentials = true\n",
        );
        assert!(reading.report.diagnostics.is_empty(), "{}", reading.report.text());
        let [shop, billing] = &reading.upstreams[..] else { panic!("{:?}", reading.upstreams) };
        assert!(shop.policy.is_none() && shop.path == "/" && shop.hosts.is_empty());
        let own = billing.policy.as_ref().expect("its own");
        assert!(own.allows_origin("/", b"https://pay.example"));
        assert!(!own.allows_origin("/", b"https://app.example"));
        assert!(billing.is_served_as(billing) && !billing.is_served_as(shop));
    }

    #[test]
    fn a_mistake_stands_where_it_was_made() {
        let common = "[cors]\norigins = [\"https://app.example\"]\n";
        for (upstream, place, said) in [
            ("[[upstream]]\nurl = 3\n", "3", "this is a number; write text"),
            ("[[upstream]]\nURL = \"http://a\"\n", "URL", "write `url`"),
            ("[[upstream]]\nurl = \"http://a\"\npath = \"v1\"\n", "\"v1\"", "write `/v1`"),
            ("[[upstream]]\nurl = \"http://a\"\nhost = \"mine\"\n", "\"mine\"", "`\"client\"`"),
            (
                "[[upstream]]\nurl = \"http://a\"\n[upstream.cors]\norigins = [\"https://b.example/\"]\n",
                "\"https://b.example/\"",
                "write `https://b.example`",
            ),
            (
                "[[upstream]]\nurl = \"http://a\"\ncors = { origin = [\"https://b.example\"] }\n",
                "origin ",
                "write `origins`",
            ),
            ("[upstream]\nurl = \"http://a\"\n", "[upstream]", "write `[[upstream]]`"),
        ] {
            let reading = read_file(&format!("{common}{upstream}"));
            let found = &reading.report.diagnostics;
            let named = found.iter().find(|it| it.text.contains(said));
            let named = named.unwrap_or_else(|| panic!("{upstream}: {found:?}"));
            let text = &reading.report.source[named.span.start..];
            assert!(text.starts_with(place), "{upstream}: {text}");
            assert!(reading.policy.is_none(), "{upstream}");
        }
    }
}
