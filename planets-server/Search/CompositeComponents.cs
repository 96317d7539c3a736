namespace Phr.Planets.Search;

/// <summary>The components of composite parameters, by their place from 1.</summary>
internal static class CompositeComponents
{
    /// <summary>What the keys of a component are formed with, in place of a parameter's code.</summary>
    public static string Name(int component) => component switch
    {
        1 => "$1",
        2 => "$2",
        _ => "$3",
    };
}
