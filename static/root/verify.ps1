# Says whether a copy of a site is whole, genuine and fresh, on Windows:
#   powershell -ExecutionPolicy Bypass -File verify.ps1 FOLDER KEY SITE [SERIAL]
# KEY     the site's public key (RW...), or a file with it. Never take the key from the copy: who alters a copy alters the key
#         in it too, and this script. Take both from the project's repository, or from somebody you trust.
# SITE    the site's main address, or its title if it has none: one key may sign several sites.
# SERIAL  that of the last copy that you checked: an older one is refused.
# Needs minisign.exe in the PATH or in the folder from which you start. Exit status: 0 all three, 1 not.
param([Parameter(Mandatory = $true)][string]$Folder, [Parameter(Mandatory = $true)][string]$Key,
    [Parameter(Mandatory = $true)][string]$Site, [long]$Serial = 0)
$ErrorActionPreference = 'Stop'
function No([string]$Why) { [Console]::Error.WriteLine(($Why -replace '[^\x20-\x7E]', '?')); exit 1 }

if (Test-Path -LiteralPath $Key -PathType Leaf) { $Key = ([string](@(Get-Content -LiteralPath $Key) -cmatch '^RW')).Trim() }
$root = (Get-Item -LiteralPath $Folder -Force).FullName.TrimEnd('\', '/') # long names, as its files have them
$list = Join-Path $root 'SHA256SUMS'
$minisign = @('minisign', '.\minisign.exe') | Where-Object { Get-Command $_ -ErrorAction SilentlyContinue } | Select-Object -First 1
if (-not $minisign) { No 'there is no minisign.exe' }

# First the signature: nothing else in the copy is read before somebody vouches for it.
$said = [string](& $minisign -V -Q -P $Key -m $list -x "$list.minisig")
if ($LASTEXITCODE -ne 0) { No 'not genuine: the key did not sign the list SHA256SUMS' }
if (-not $said.StartsWith('vigil ')) { No 'not genuine: signed by this key, but not as a site' }
$claim = @{ 'site' = ''; 'serial' = '0'; 'valid-until' = '' }
foreach ($word in $said.Split(' ')) { $name, $value = $word.Split([char[]]'=', 2); $claim[$name] = $value }
$of = [Uri]::UnescapeDataString($claim['site'].Replace('+', ' '))
if ($of -cne $Site -and $of -cne "$Site/") { No "not genuine: this is the list of another site, $of" }

$listed = New-Object 'System.Collections.Generic.Dictionary[string,string]' ([StringComparer]::Ordinal)
foreach ($line in [IO.File]::ReadAllLines($list)) {
    if ($line -cnotmatch '^([0-9a-f]{64})  (.+)$') { No "not whole: a line of the list is not one of sha256sum: $line" }
    $listed[$Matches[2]] = $Matches[1]
}
foreach ($file in Get-ChildItem -LiteralPath "$root\" -Recurse -Force) { # "E:" alone would be wherever one is on E:
    $name = $file.FullName.Substring($root.Length + 1).Replace('\', '/')
    if ($file.Attributes -band [IO.FileAttributes]::ReparsePoint) { No "not whole: neither file nor folder: $name" }
    if ($file.PSIsContainer) {
        if (@(Get-ChildItem -LiteralPath $file.FullName -Force).Count -eq 0) { No "not whole: an empty folder: $name" }
        continue
    }
    if ($name -ceq 'SHA256SUMS' -or $name -ceq 'SHA256SUMS.minisig') { continue }
    if (-not $listed.ContainsKey($name)) { No "not whole: not in the list: $name" }
    if ((Get-FileHash -LiteralPath $file.FullName -Algorithm SHA256).Hash -ne $listed[$name]) { No "not whole: was changed: $name" }
    [void]$listed.Remove($name)
}
foreach ($name in $listed.Keys) { No "not whole: is missing: $name" }

$today = [DateTime]::UtcNow.ToString('yyyy-MM-dd', [Globalization.CultureInfo]::InvariantCulture)
if ([long]$claim['serial'] -lt $Serial) { No "not fresh: serial $($claim['serial']) is older than $Serial" }
if ([string]::CompareOrdinal($today, $claim['valid-until']) -gt 0) { No "not fresh: it was valid until $($claim['valid-until'])" }
Write-Output "whole, genuine, fresh until $($claim['valid-until']): $said"
