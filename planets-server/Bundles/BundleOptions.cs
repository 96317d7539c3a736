using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace Phr.Planets.Bundles;

/// <summary>Limits of batches and transactions; configuration section <c>Bundles</c>.</summary>
public sealed record BundleOptions
{
    /// <summary>Bytes that the answers to the entries of one Bundle have together; they are held until all are there.</summary>
    [Range(1, 512 << 20)] public int AnswerBytesMax { get; init; } = 64 << 20;

    /// <exception cref="ValidationException">A value is out of its bounds.</exception>
    public static BundleOptions Of(IConfiguration configuration)
    {
        var options = configuration.GetSection("Bundles").Get<BundleOptions>() ?? new BundleOptions();
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        return options;
    }
}
