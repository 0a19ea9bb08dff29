//! What the command is told.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Parser;
use clap::Subcommand;
use clap::ValueEnum;

/// CORS policies as resources of Kubernetes.
#[derive(Debug, Parser)]
#[command(name = "crosscheck-kubernetes", version, max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Print the CustomResourceDefinition of `CorsPolicy`
    #[command(
        after_help = "Example:\n  crosscheck-kubernetes crd | kubectl apply --server-side --filename -"
    )]
    Crd,
    /// Carry policies to Envoy Gateway, and say in their status what became of them
    ///
    /// Finds the cluster as kubectl does: within one by the service account, elsewhere by KUBECONFIG. Writes an
    /// EnvoyExtensionPolicy for each policy that is sound and attached. May be killed and run twice.
    #[command(after_help = "Examples:\n  crosscheck-kubernetes controller\n  \
                      crosscheck-kubernetes controller --namespace shop --module cors")]
    Controller {
        /// Look at one namespace only
        #[arg(long, value_name = "NAME")]
        namespace: Option<String>,
        /// The module's name in `EnvoyProxy.spec.dynamicModules`
        #[arg(long, default_value = MODULE, value_name = "NAME")]
        module: String,
    },
    /// Answer the API server whether a policy may be stored
    ///
    /// Refuses one that is wrong, with what was found; warns, and says who may do more than before. Asked at
    /// `/validate`; `/healthz` is for probes. The certificate is read again when its files change.
    #[command(
        after_help = "Example:\n  crosscheck-kubernetes webhook --certificate /tls/tls.crt --key /tls/tls.key"
    )]
    Webhook {
        /// Where to listen
        #[arg(long, default_value = "0.0.0.0:9443", value_name = "ADDRESS")]
        listen: SocketAddr,
        /// The certificate and those above it, PEM
        #[arg(long, value_name = "FILE")]
        certificate: PathBuf,
        /// Its key, PEM
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
    },
    /// Say what is wrong with policies in files, and print what the controller would write for them
    ///
    /// Files hold resources as `kubectl apply` reads them, YAML or JSON. Of all kinds, CorsPolicy, Gateway and
    /// HTTPRoute are looked at. What a policy is attached to need not be there. With `--before`, who may do more than
    /// by the policies there is told as a warning, as the webhook does. Exits with 0 if nothing is wrong, 1 if something is,
    /// 2 if that cannot be told.
    #[command(after_help = "Examples:\n  crosscheck-kubernetes check policy.yaml\n  \
                      kubectl kustomize overlays/production | crosscheck-kubernetes check -\n  \
                      git show main:policies/app.yaml > /tmp/before.yaml\n  \
                      crosscheck-kubernetes check --before /tmp/before.yaml policies/app.yaml\n  \
                      crosscheck-kubernetes check --output json policies/*.yaml")]
    Check {
        /// Files; `-` for the standard input
        #[arg(required = true, value_name = "FILE")]
        files: Vec<String>,
        /// The same policies as they were; may be given several times
        #[arg(long, value_name = "FILE")]
        before: Vec<String>,
        /// The module's name in `EnvoyProxy.spec.dynamicModules`
        #[arg(long, default_value = MODULE, value_name = "NAME")]
        module: String,
        /// What to print
        #[arg(long, value_enum, default_value_t)]
        output: Output,
    },
}

/// The module's name, if nothing else is said.
const MODULE: &str = "crosscheck";

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Output {
    /// What would be written, as YAML; findings on the standard error
    #[default]
    Yaml,
    /// Both, as one JSON
    Json,
}
