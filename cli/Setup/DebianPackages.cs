using System.Diagnostics;
using Phr.Platform;

namespace Phr.Cli.Setup;

/// <summary>Installs Debian packages, as root or through <c>sudo</c> without a password. Says on standard error what it does.</summary>
internal static class DebianPackages
{
    /// <param name="purpose">What they are for, as the start of a sentence: "The tests need a browser".</param>
    /// <exception cref="CommandException">They are missing and cannot be installed here; says what to run.</exception>
    public static async Task Install(string purpose, IReadOnlyList<string> packages, CancellationToken ct)
    {
        var names = string.Join(' ', packages);
        if (!File.Exists("/usr/bin/apt-get"))
            throw new CommandException($"{purpose}, and this machine has no apt-get: install what Debian calls {names}.");
        var prefix = await Privilege(ct)
            ?? throw new CommandException($"{purpose}. Run this as root, then try again: apt-get install {names}");
        await Console.Error.WriteLineAsync($"phr: installing {names} …");
        // Another installation on this machine may hold the lock; the list of packages may be missing or old.
        string[] options = ["-qq", "-o", "DPkg::Lock::Timeout=300"];
        try
        {
            await Run([.. prefix, "apt-get", .. options, "update"], ct);
            await Run([.. prefix, "apt-get", .. options, "install", "-y", "--no-install-recommends", .. packages], ct);
        }
        catch (ProcessException failed)
        {
            throw new CommandException($"{purpose}, and installing {names} failed: {LastLine(failed.Message)}");
        }
    }

    private static async Task<string[]?> Privilege(CancellationToken ct)
    {
        string[] unattended = ["env", "DEBIAN_FRONTEND=noninteractive"];
        if (Environment.UserName == "root")
            return unattended;
        try
        {
            await Processes.Output("sudo", ["-n", "true"], ct);
            return ["sudo", "-n", .. unattended];
        }
        catch (Exception none) when (none is ProcessException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static Task<string> Run(string[] command, CancellationToken ct) => Processes.Output(command[0], command[1..], ct);

    private static string LastLine(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
}
