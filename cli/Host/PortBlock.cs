using System.Net;
using System.Net.Sockets;

namespace Phr.Cli.Host;

/// <summary>
/// Six neighbouring ports on loopback, in the order that ARCHITECTURE.md gives. The last is the database's, which may run there already
/// and otherwise finds another one by itself.
/// </summary>
internal static class PortBlock
{
    public const int Size = 6;
    public const int Database = Size - 1;
    public const int DefaultBase = 8400;
    public const int BaseMin = 1024;
    public const int BaseMax = 65_535 - Size + 1;

    // The next block starts at a round distance, so that one can still read the base off a port.
    private const int Step = 10;
    private const int BlocksTriedMax = 50;

    /// <summary>The first base from <paramref name="wanted"/> on whose ports are all free.</summary>
    /// <exception cref="CommandException">Out of bounds, or nothing free nearby.</exception>
    public static int FindFree(int wanted)
    {
        if (wanted is < BaseMin or > BaseMax)
            throw new CommandException($"--ports takes a number from {BaseMin} to {BaseMax}.");
        for (var block = 0; block < BlocksTriedMax; block++)
        {
            var candidate = wanted + (block * Step);
            if (candidate <= BaseMax && Enumerable.Range(candidate, Database).All(IsFree))
                return candidate;
        }
        throw new CommandException($"No {Database} free ports in a row were found from {wanted} on. Choose others with --ports.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port) { ExclusiveAddressUse = true };
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
