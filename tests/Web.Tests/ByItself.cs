namespace Chameleon.Web.Tests;

/// <summary>Tests beside which no other runs.</summary>
[CollectionDefinition(nameof(ByItself), DisableParallelization = true)]
public sealed class ByItself;
