//! `[gateway]` in the policy file: who stands before the gateway, and what the upstream is sent.

use std::net::IpAddr;

use crosscheck::catalog::FindingKind;
use ipnet::IpNet;
use ipnet::Ipv4Net;
use toml::Spanned;
use toml::de::DeValue;

use crate::gateway::HostHeader;
use crate::table_reader::Reader;

impl Reader {
    pub(crate) fn gateway(&mut self, value: &Spanned<DeValue<'_>>) {
        let Some(table) = value.get_ref().as_table() else {
            let text = "`gateway` is a table; write `[gateway]` on a line of its own";
            self.mistake(value.span(), FindingKind::WrongType, text.into());
            return;
        };
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "trust" => {
                    for item in value.get_ref().as_array().into_iter().flatten() {
                        let Some(text) = item.get_ref().as_str() else { continue };
                        match network(text) {
                            Ok(network) => self.gateway.trust.push(network),
                            Err(text) => {
                                self.mistake(item.span(), FindingKind::InvalidGateway, text);
                            }
                        }
                    }
                    self.strings("gateway.", "trust", value);
                }
                "host" => match host(value.get_ref().as_str().unwrap_or_default()) {
                    Ok(host) => self.gateway.host = host,
                    Err(text) => self.mistake(value.span(), FindingKind::InvalidGateway, text),
                },
                name => self.unknown(name, key.span(), &FIELDS, "gateway."),
            }
        }
    }
}

/// Its fields, as [`GatewaySettings`] declares them.
pub(crate) const FIELDS: [&str; 2] = ["trust", "host"];

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
fn host(text: &str) -> Result<HostHeader, String> {
    match text {
        "upstream" => Ok(HostHeader::Upstream),
        "client" => Ok(HostHeader::Client),
        _ => Err("write `\"upstream\"` or `\"client\"`".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::network;

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
