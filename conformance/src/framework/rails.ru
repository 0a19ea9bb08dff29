require "rails"
require "action_controller/railtie"
require "rack/cors"

class OrdersController < ActionController::API
  def all
    response.set_header("X-Total", "5")
    render plain: "ok"
  end

  def fails
    raise "it fails"
  end
end

class Shop < Rails::Application
  config.root = __dir__
  config.load_defaults 6.1
  config.eager_load = false
  config.secret_key_base = "a"
  config.logger = Logger.new($stderr)
  routes.append do
    match "/orders", to: "orders#all", via: [:get, :delete]
    get "/fails", to: "orders#fails"
  end
end

Shop.initialize!
run Shop
