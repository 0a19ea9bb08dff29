import os
INSTALLED_APPS = ['corsheaders']
def get_env_variable(var_name):
    return os.environ[var_name]
CORS_ALLOWED_ORIGINS = get_env_variable('CORS_ALLOWED_ORIGINS').split(' ')
CSRF_TRUSTED_ORIGINS = get_env_variable('CSRF_TRUSTED_ORIGINS').split(' ')
