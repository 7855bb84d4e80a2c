namespace Chameleon.Connector.Tests;

/// <summary>The pictures of the samples folder, as files.</summary>
internal static class SamplePictures
{
    public static byte[] RedStar { get; } = Read("red-star.png");

    public static byte[] BlueCircle { get; } = Read("blue-circle.png");

    public static byte[] ThreeShapes { get; } = Read("three-shapes.jpg");

    /// <summary>As large as <see cref="RedStar"/>, transparent in its lower half.</summary>
    public static byte[] LowerHalf { get; } = File.ReadAllBytes(Path.Combine(Golden.RepositoryRoot, "tests", "pictures", "lower-half.png"));

    private static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Golden.RepositoryRoot, "samples", name));
}
