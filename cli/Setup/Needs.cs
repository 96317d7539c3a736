using Phr.Platform.Database;

namespace Phr.Cli.Setup;

/// <summary>What a command needs from the machine beyond .NET and Node: found, or installed when missing.</summary>
internal static class Needs
{
    private const string RabbitMqServer = "/usr/lib/rabbitmq/bin/rabbitmq-server";
    private const string ChromiumBrowser = "/usr/bin/chromium";

    /// <exception cref="CommandException">It is missing and cannot be installed here.</exception>
    public static async Task<PostgresBinaries> Postgres(CancellationToken ct)
    {
        if (await PostgresBinaries.Find(ct) is { } found)
            return found;
        await DebianPackages.Install($"PostgreSQL {PostgresBinaries.MajorVersionMin} or newer is needed", ["postgresql"], ct);
        return await PostgresBinaries.Find(ct)
            ?? throw new CommandException($"This system's PostgreSQL is older than {PostgresBinaries.MajorVersionMin}.");
    }

    /// <summary>For tests of the page, with fonts for Japanese; without it they skip.</summary>
    /// <exception cref="CommandException">It is missing and cannot be installed here.</exception>
    public static async Task Chromium(CancellationToken ct)
    {
        if (!File.Exists(ChromiumBrowser))
            await DebianPackages.Install("A browser is needed", ["chromium", "fonts-noto-cjk"], ct);
    }

    /// <summary>For tests of the topology with a broker; without it they skip.</summary>
    /// <exception cref="CommandException">It is missing and cannot be installed here.</exception>
    public static async Task RabbitMq(CancellationToken ct)
    {
        if (!File.Exists(RabbitMqServer))
            await DebianPackages.Install("RabbitMQ is needed", ["rabbitmq-server"], ct);
    }
}
