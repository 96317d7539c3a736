using System.ComponentModel.DataAnnotations;

namespace Phr.Planets.People.Erasing;

/// <summary>For how long organisations keep what they wrote; configuration section <c>Retention</c>.</summary>
public sealed record RetentionOptions
{
    /// <summary>Years after the last entry: in Japan five after treatment ends (Medical Practitioners' Act, article 24).</summary>
    [Range(0, 100)] public int Years { get; init; } = 5;

    /// <summary>By code of the organisation, of those with a duty or rule of their own; 0 to 100 years.</summary>
    public IReadOnlyDictionary<string, int> YearsOf { get; init; } = new Dictionary<string, int>();

    /// <exception cref="ValidationException">A number of years is out of its bounds.</exception>
    public RetentionOptions Checked()
    {
        Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
        foreach (var (source, years) in YearsOf)
        {
            if (years is < 0 or > 100)
                throw new ValidationException($"Retention:YearsOf:{source} is not within 0 and 100 years.");
        }
        return this;
    }
}
