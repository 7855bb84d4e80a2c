namespace Chameleon.Engine.Generation.Grammar.Schema;

/// <summary>A property that an object may or must have.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rule">What its value must be.</param>
/// <param name="IsRequired">Whether it must be there.</param>
internal readonly record struct ObjectProperty(string Name, int Rule, bool IsRequired);
