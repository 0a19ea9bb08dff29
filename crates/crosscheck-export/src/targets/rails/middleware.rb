require "json"
require "set"

# Around an application of Rack: the policy answers preflights, and says on every answer what it says of CORS.
class CrosscheckCors
  POLICY = JSON.parse(<<~'JSON')
    POLICY_DATA
  JSON
  PATHS = POLICY["paths"].map { |path, flags, number| [Regexp.new("\\A(?:#{path})\\z", flags != ""), number] }
  POLICY["rules"].each_value do |rules|
    rules.each do |rule|
      rule["origins"] = rule["origins"].to_set
      rule["patterns"].map! { |pattern| Regexp.new("\\A(?:#{pattern})\\z") }
    end
  end

  def initialize(app)
    @app = app
  end

  def call(env)
    origin = env["HTTP_ORIGIN"].to_s
    number, key, status = decide(env, origin)
    got = status.nil? ? @app.call(env) : [status, {}, []]
    [got[0], said(got[1], key, origin, POLICY["left"].include?(number)), got[2]]
  end

  private

  # The number of the path that speaks, the key of what the policy answers, and a status where it answers by itself.
  def decide(env, origin)
    path = (env["REQUEST_URI"] || "#{env["SCRIPT_NAME"]}#{env["PATH_INFO"]}").split(/[?#]/, 2).first.to_s
    number = PATHS.find { |fits, _| fits.match?(path) }&.last || POLICY["elsewhere"]
    rules = POLICY["rules"].fetch(number, [])
    at = rules.index { |rule| lists?(rule, origin) }
    key = at ? "#{number}.#{at}" : number
    asked = env["HTTP_ACCESS_CONTROL_REQUEST_METHOD"].to_s
    asks = env["REQUEST_METHOD"] == "OPTIONS" && origin != "" && asked != ""
    return [number, key, nil] if POLICY["left"].include?(number) || !asks
    return [number, "#{key}-", 403] if at.nil?

    names = env["HTTP_ACCESS_CONTROL_REQUEST_HEADERS"].to_s
    [number, key + (permits?(rules[at], asked, names) ? "+" : "-"), 204]
  end

  def lists?(rule, origin)
    return rule["for"] == "anybody" || origin != "" if rule["for"] != "listed"

    rule["origins"].include?(origin) || rule["patterns"].any? { |pattern| pattern.match?(origin) }
  end

  def permits?(rule, asked, names)
    methods, allowed = rule["methods"], rule["headers"]
    names = names.split(",").map { |name| name.gsub(/\A[ \t]+|[ \t]+\z/, "").downcase } - [""]
    (methods.include?("*") || ["GET", "HEAD", "POST", *methods].include?(asked)) &&
      names.all? { |name| allowed.include?(name) || (allowed.include?("*") && name != "authorization") }
  end

  # Headers with the policy's answer, not with what the application says of CORS.
  def said(headers, key, origin, is_left)
    answer = POLICY["answers"].fetch(key, {})
    removed = answer.keys - ["vary"] + (is_left ? [] : POLICY["removed"])
    kept = headers.to_h.reject { |name, _| removed.include?(name.to_s.downcase) }
    answer.each do |name, value|
      next if value == ""

      value = origin if value == "$origin"
      there = kept.keys.find { |known| known.to_s.casecmp?(name) } || name
      kept[there] = kept.key?(there) ? [*kept[there], value].join(", ") : value
    end
    kept
  end
end
