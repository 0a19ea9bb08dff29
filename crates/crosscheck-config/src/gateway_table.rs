//! `[gateway]` in the policy file: where it listens, who stands before it, what it may cost.

use std::net::IpAddr;
use std::num::NonZero;
use std::ops::RangeInclusive;
use std::time::Duration;

use crosscheck::catalog::FindingKind;
use ipnet::IpNet;
use ipnet::Ipv4Net;
use toml::Spanned;
use toml::de::DeTable;
use toml::de::DeValue;

use crate::gateway::AccessLogFormat;
use crate::gateway::CertificateFiles;
use crate::gateway::HostHeader;
use crate::listen_address::ListenAddress;
use crate::listen_address::ListenAddressError;
use crate::table_reader::Reader;
use crate::table_reader::kind;

impl Reader {
    pub(crate) fn gateway(&mut self, value: &Spanned<DeValue<'_>>) {
        let Some(table) = value.get_ref().as_table() else {
            let text = "`gateway` is a table; write `[gateway]` on a line of its own";
            self.mistake(value.span(), FindingKind::WrongType, text.into());
            return;
        };
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "listen" => self.gateway.listen = self.listen_address(value),
                "socket_permissions" => {
                    let bits = self.count(value, 0..=0o777);
                    self.gateway.socket_permissions = bits.and_then(|it| u32::try_from(it).ok());
                }
                "workers" => {
                    let workers = self.count(value, 1..=1024).and_then(NonZero::new);
                    self.gateway.workers = workers;
                }
                "admin" => match self.listen_address(value) {
                    Some(ListenAddress::Address(address)) => self.gateway.admin = Some(address),
                    Some(ListenAddress::File(_)) => {
                        let text = "it is looked at through the network; write it like `\"127.0.0.1:9090\"`";
                        self.mistake(value.span(), FindingKind::InvalidGateway, text.into());
                    }
                    None => {}
                },
                "access_log" => match value.get_ref().as_str() {
                    Some("json") => self.gateway.access_log = Some(AccessLogFormat::Json),
                    Some("text") => self.gateway.access_log = Some(AccessLogFormat::Text),
                    _ => {
                        let text = "write `\"json\"` or `\"text\"`, or leave it out for none";
                        self.mistake(value.span(), FindingKind::InvalidGateway, text.into());
                    }
                },
                "trust" => self.gateway.trust = self.networks("trust", value),
                "proxy_protocol" => {
                    self.gateway.proxy_protocol = self.networks("proxy_protocol", value);
                }
                "host" => match host(value.get_ref().as_str().unwrap_or_default()) {
                    Ok(host) => self.gateway.host = host,
                    Err(text) => self.mistake(value.span(), FindingKind::InvalidGateway, text),
                },
                "tenants" => self.gateway.tenants = self.text(value).map(Into::into),
                "certificates" => self.certificates(value),
                "http2_in_the_clear" => {
                    self.gateway.http2_in_the_clear = self.boolean(value).unwrap_or_default();
                }
                "limits" => match value.get_ref().as_table() {
                    Some(table) => self.limits(table),
                    None => {
                        let text =
                            "`limits` is a table; write `[gateway.limits]` on a line of its own";
                        self.mistake(value.span(), FindingKind::WrongType, text.into());
                    }
                },
                name => self.unknown(name, key.span(), &FIELDS, "gateway."),
            }
        }
    }

    fn networks(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Vec<IpNet> {
        let mut networks = Vec::new();
        for item in value.get_ref().as_array().into_iter().flatten() {
            let Some(text) = item.get_ref().as_str() else { continue };
            match network(text) {
                Ok(network) => networks.push(network),
                Err(text) => self.mistake(item.span(), FindingKind::InvalidGateway, text),
            }
        }
        self.strings("gateway.", key, value);
        networks
    }

    fn certificates(&mut self, value: &Spanned<DeValue<'_>>) {
        let Some(array) = value.get_ref().as_array() else {
            let text = "certificates are tables; write `[[gateway.certificates]]` above each";
            self.mistake(value.span(), FindingKind::WrongType, text.into());
            return;
        };
        for item in array {
            if let Some(files) = self.certificate(item) {
                self.gateway.certificates.push(files);
            }
        }
    }

    pub(crate) fn certificate(&mut self, value: &Spanned<DeValue<'_>>) -> Option<CertificateFiles> {
        let (mut files, mut is_whole) = (CertificateFiles::default(), 0);
        for (key, value) in value.get_ref().as_table().into_iter().flatten() {
            let file = match key.get_ref().as_ref() {
                "chain" => &mut files.chain,
                "key" => &mut files.key,
                name => {
                    self.unknown(name, key.span(), &CERTIFICATE, "gateway.certificates.");
                    continue;
                }
            };
            if let Some(path) = self.text(value) {
                *file = path.into();
                is_whole += 1;
            }
        }
        if is_whole < CERTIFICATE.len() {
            let text = "a certificate has two files; write `chain = \"fullchain.pem\"` and `key = \"key.pem\"`";
            self.mistake(value.span(), FindingKind::InvalidGateway, text.into());
            return None;
        }
        Some(files)
    }

    fn limits(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "head" => self.gateway.limits.head = self.duration(value),
                "head_bytes" => {
                    self.gateway.limits.head_bytes = self.count(value, 8192..=1_048_576);
                }
                "header_lines" => {
                    self.gateway.limits.header_lines = self.count(value, 1..=10_000);
                }
                "connect" => self.gateway.limits.connect = self.duration(value),
                "answer" => self.gateway.limits.answer = self.duration(value),
                "progress" => self.gateway.limits.progress = self.duration(value),
                "drain" => self.gateway.limits.drain = self.duration(value),
                name => self.unknown(name, key.span(), &LIMITS, "gateway.limits."),
            }
        }
    }

    fn duration(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Duration> {
        let seconds = self.count(value, 1..=86_400)?;
        Some(Duration::from_secs(seconds as u64))
    }

    fn count(
        &mut self,
        value: &Spanned<DeValue<'_>>,
        bounds: RangeInclusive<usize>,
    ) -> Option<usize> {
        let integer = value.get_ref().as_integer();
        let number = integer.and_then(|it| usize::from_str_radix(it.as_str(), it.radix()).ok());
        let number = number.filter(|number| bounds.contains(number));
        if number.is_none() {
            let (least, most) = (bounds.start(), bounds.end());
            let text = format!("write a whole number from {least} to {most}");
            self.mistake(value.span(), FindingKind::InvalidGateway, text);
        }
        number
    }

    fn listen_address(&mut self, value: &Spanned<DeValue<'_>>) -> Option<ListenAddress> {
        let text = value.get_ref().as_str().unwrap_or_default();
        text.parse()
            .map_err(|error| {
                let text = match error {
                    ListenAddressError::Address => format!(
                        "this is {}, and no address with a port; write it like `\"127.0.0.1:8080\"`",
                        kind(value)
                    ),
                    ListenAddressError::Path => error.to_string(),
                };
                self.mistake(value.span(), FindingKind::InvalidGateway, text);
            })
            .ok()
    }
}

/// Its fields, as [`GatewaySettings`](crate::GatewaySettings) declares them.
pub(crate) const FIELDS: [&str; 12] = [
    "listen",
    "socket_permissions",
    "workers",
    "admin",
    "access_log",
    "trust",
    "proxy_protocol",
    "host",
    "tenants",
    "certificates",
    "http2_in_the_clear",
    "limits",
];

/// The fields of a certificate, as [`CertificateFiles`] declares them.
pub(crate) const CERTIFICATE: [&str; 2] = ["chain", "key"];

/// The fields of `[gateway.limits]`, as [`LimitSettings`](crate::LimitSettings) declares them.
pub(crate) const LIMITS: [&str; 7] =
    ["head", "head_bytes", "header_lines", "connect", "answer", "progress", "drain"];

/// An address or a network. `Err` is what to write.
fn network(text: &str) -> Result<IpNet, String> {
    let network = match text.parse::<IpNet>() {
        Ok(network) => network,
        Err(_) => match text.parse::<IpAddr>() {
            Ok(address) => address.into(),
            Err(_) => return Err("write an address or a network, such as `10.0.0.0/8`".into()),
        },
    };
    // An IPv4 client is known by its IPv4 address, on whatever socket.
    let network = match network {
        IpNet::V6(six) if six.prefix_len() >= 96 => six
            .addr()
            .to_ipv4_mapped()
            .and_then(|four| Ipv4Net::new(four, six.prefix_len() - 96).ok())
            .map_or(network, IpNet::V4),
        _ => network,
    };
    match network.prefix_len() {
        0 => {
            Err("this is everybody, and anybody may then claim to be anybody; write the addresses \
                  of your own proxies"
                .into())
        }
        _ if network != network.trunc() => Err(format!("write `{}`", network.trunc())),
        _ => Ok(network),
    }
}

/// Whose `Host` a word means. `Err` is what to write.
pub(crate) fn host(text: &str) -> Result<HostHeader, String> {
    match text {
        "upstream" => Ok(HostHeader::Upstream),
        "client" => Ok(HostHeader::Client),
        _ => Err("write `\"upstream\"` or `\"client\"`".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::network;
    use crate::ReadOptions;
    use crate::read;

    #[test]
    fn all_of_a_gateway_is_said_in_one_file() {
        let text = "[cors]\norigins = [\"https://app.example\"]\n\
                    [gateway]\nlisten = \"localhost:8080\"\nworkers = 2\nadmin = \"[::1]:9090\"\n\
                    access_log = \"json\"\nsocket_permissions = 0o620\ntenants = \"tenants\"\n\
                    [gateway.limits]\nhead = 10\nhead_bytes = 0x4000\ndrain = 30\n";
        let reading = read("crosscheck.toml", text, ReadOptions::default());
        assert!(reading.report.diagnostics.is_empty(), "{}", reading.report.text());
        let gateway = reading.gateway;
        assert_eq!(gateway.listen, "127.0.0.1:8080".parse().ok());
        assert_eq!(gateway.socket_permissions, Some(0o620));
        assert_eq!(gateway.limits.head_bytes, Some(16_384));
        assert_eq!(gateway.limits.drain, Some(std::time::Duration::from_secs(30)));
    }

    #[test]
    fn what_is_none_says_what_to_write() {
        for (line, said) in [
            ("listen = \"8080\"", "write it like `\"127.0.0.1:8080\"`"),
            ("listen = 8080", "this is a number, and no address"),
            ("listen = \"unix:gateway.sock\"", "write it like `unix:/run/"),
            ("admin = \"unix:/run/admin.sock\"", "through the network"),
            ("socket_permissions = 0o1777", "a whole number from 0 to 511"),
            ("certificates = [{ chain = \"a.pem\" }]", "and `key = "),
            ("certificates = \"a.pem\"", "write `[[gateway.certificates]]`"),
            ("workers = 0", "from 1 to 1024"),
            ("workers = \"two\"", "from 1 to 1024"),
            ("access_log = true", "`\"json\"`"),
            ("limits = 3", "write `[gateway.limits]`"),
            ("limits = { head_bytes = 4096 }", "from 8192"),
            ("limits = { header = 4096 }", "there is no `header`"),
            ("listn = \"127.0.0.1:1\"", "write `listen`"),
        ] {
            let text = format!("[cors]\norigins = [\"https://app.example\"]\n[gateway]\n{line}\n");
            let reading = read("crosscheck.toml", &text, ReadOptions::default());
            let texts = reading.report.text();
            assert!(texts.contains(said) && reading.policy.is_none(), "{line}: {texts}");
        }
    }

    #[test]
    fn an_address_of_ipv4_is_one_however_it_is_written() {
        for (text, read) in [
            ("10.0.0.7", "10.0.0.7/32"),
            ("::ffff:10.0.0.7", "10.0.0.7/32"),
            ("::ffff:10.0.0.0/104", "10.0.0.0/8"),
            ("2001:db8::/32", "2001:db8::/32"),
        ] {
            assert_eq!(network(text).expect(text).to_string(), read);
        }
        for text in ["::ffff:0.0.0.0/96", "0.0.0.0/0", "::/0", "10.0.0.7/8", "proxy", ""] {
            assert!(network(text).is_err(), "{text}");
        }
    }
}
