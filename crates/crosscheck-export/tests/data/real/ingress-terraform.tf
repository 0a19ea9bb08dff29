resource "kubernetes_ingress_v1" "main" {
  metadata {
    name      = "chunks"
    namespace = var.namespace
    annotations = {
      "kubernetes.io/ingress.class"                 = "nginx"
      "nginx.ingress.kubernetes.io/proxy-body-size" = "500m"
      "nginx.ingress.kubernetes.io/enable-cors"     = "true"
      "nginx.ingress.kubernetes.io/cors-allow-origin" = "*"
    }
  }
  spec {
    rule {
      host = "chunks.local"
      http {
        path {
          path      = "/api"
          path_type = "Prefix"
        }
        path {
          path      = "/files"
          path_type = "Prefix"
        }
      }
    }
  }
}
