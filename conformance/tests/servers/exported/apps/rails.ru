# Rails under each policy: what host is asked for says which.
require "rails"
require "action_controller/railtie"

SAID = JSON.parse(File.read("said.json"))

class EverythingController < ActionController::API
  def answer
    raise "it breaks" if request.path.include?("breaks")

    render plain: "ok"
    SAID.each { |name, value| response.set_header(name, value) }
  end
end

class ByHost
  def initialize(app)
    @chains = Dir.glob("p[0-9]*").to_h do |name|
      policy = Module.new
      policy.module_eval(File.read("#{name}/crosscheck_cors.rb"))
      [name, policy.const_get(:CrosscheckCors).new(app)]
    end
  end

  def call(env)
    @chains[env["HTTP_HOST"].split(".").first].call(env)
  end
end

class Shop < Rails::Application
  config.root = __dir__
  config.load_defaults 6.1
  config.eager_load = false
  config.secret_key_base = "a"
  config.hosts.clear
  config.logger = Logger.new(nil)
  config.middleware.insert_before 0, ByHost
  routes.append do
    root to: "everything#answer", via: :all
    match "/", to: "everything#answer", via: :all
    match "*path", to: "everything#answer", via: :all, format: false
  end
end

Shop.initialize!
run Shop
