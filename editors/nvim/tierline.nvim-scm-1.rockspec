rockspec_format = '3.0'
package = 'tierline.nvim'
version = 'scm-1'
-- Built from a clone: `luarocks make` takes the files that lie here.
source = { url = 'file://.' }
description = {
  summary = 'Send code to the cheapest OpenRouter model that does the task well',
  license = 'MIT',
  labels = { 'neovim' },
}
dependencies = { 'lua == 5.1' }
build = {
  type = 'builtin',
  copy_directories = { 'doc', 'lsp', 'plugin' },
}
