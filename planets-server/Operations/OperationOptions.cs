using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace Phr.Planets.Operations;

/// <summary>What one request of an operation may go through; beyond it 422. Configuration section <c>Operations</c>.</summary>
public sealed record OperationOptions
{
    /// <summary>Observations that <c>$lastn</c> looks at to find the newest of each kind.</summary>
    [Range(1, 1_000_000)] public int LastNWalkedMax { get; init; } = 50_000;

    /// <summary>Entries of one answer of <c>$lastn</c>.</summary>
    [Range(1, 100_000)] public int LastNEntriesMax { get; init; } = 5_000;

    /// <summary>Observations of one code that <c>$stats</c> looks at.</summary>
    [Range(1, 1_000_000)] public int StatsWalkedMax { get; init; } = 50_000;

    /// <summary>Resources with profiles, tags or labels that <c>$meta</c> of a type or of the system is made of.</summary>
    [Range(1, 1_000_000)] public int MetaResourcesMax { get; init; } = 20_000;

    /// <summary>Resources that one query in GraphQL reads.</summary>
    [Range(1, 100_000)] public int GraphResourcesMax { get; init; } = 5_000;

    /// <summary>Bytes of the answer of one query in GraphQL.</summary>
    [Range(1, 512 << 20)] public int GraphBytesMax { get; init; } = 64 << 20;

    /// <summary>Stored resources that one run of a view looks at.</summary>
    [Range(1, 1_000_000)] public int ViewWalkedMax { get; init; } = 50_000;

    /// <summary>Rows of one run of a view.</summary>
    [Range(1, 1_000_000)] public int ViewRowsMax { get; init; } = 100_000;

    /// <summary>Bytes of one run of a view.</summary>
    [Range(1, 512 << 20)] public int ViewBytesMax { get; init; } = 64 << 20;

    /// <summary>Steps of FHIRPath that all resources of one run of a view take together.</summary>
    [Range(1, 100_000_000_000)] public long ViewWorkMax { get; init; } = 500_000_000;

    /// <exception cref="ValidationException">A value is out of its bounds.</exception>
    public static OperationOptions Of(IConfiguration configuration)
    {
        var options = configuration.GetSection("Operations").Get<OperationOptions>() ?? new OperationOptions();
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        return options;
    }
}
