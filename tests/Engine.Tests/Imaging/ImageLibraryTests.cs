using Chameleon.Engine.Imaging;
using Chameleon.Engine.Imaging.Vips;

namespace Chameleon.Engine.Tests.Imaging;

public sealed class ImageLibraryTests
{
    [Fact]
    public void A_missing_library_is_explained_in_one_sentence()
    {
        var error = Assert.Throws<DllNotFoundException>(() => VipsLibrary.Open(["/nowhere/libvips.so", "libnothing.so.42"]));

        Assert.Equal(
            "Pictures are read with libvips, which was not found as /nowhere/libvips.so or libnothing.so.42: run eng/native.sh and build "
            + "again, or install libvips42 with your system's packages, or set CHAMELEON_LIBVIPS to the library's path.",
            error.Message);
    }

    [Fact]
    public void A_named_library_is_the_only_candidate_and_the_programs_own_comes_before_the_systems()
    {
        Assert.Equal(["/opt/v.so"], VipsLibrary.Candidates("/opt/v.so", "/app"));
        Assert.Equal(["/app/libvips.so", "libvips.so.42"], VipsLibrary.Candidates(null, "/app"));
        Assert.Equal(["/app/libvips.so", "libvips.so.42"], VipsLibrary.Candidates(string.Empty, "/app"));
    }

    [Fact]
    public void The_library_in_use_describes_itself() => Assert.Matches(@"^libvips 8\.\d+\.\d+ \(.+\)$", ImageLibrary.Describe());

    [Fact]
    public void An_operation_that_does_not_exist_is_refused_by_name()
    {
        Assert.Null(VipsOperation.Find("nonsense"));
        Assert.Contains("'nonsense'", Assert.Throws<NotSupportedException>(() => VipsOperation.Get("nonsense")).Message, StringComparison.Ordinal);
        using var copy = VipsOperation.Get("copy");
        Assert.Contains("interpretation = nonsense", Assert.Throws<NotSupportedException>(() => copy.Set("interpretation", "nonsense")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("svgload_buffer")]
    [InlineData("pdfload_buffer")]
    [InlineData("magickload_buffer")]
    [InlineData("ppmload_buffer")]
    [InlineData("vipsload")]
    [InlineData("csvload")]
    public void A_loader_that_is_not_allowed_does_not_run(string loader)
    {
        using var operation = VipsOperation.Find(loader);
        if (operation is null)
        {
            return;
        }

        var ready = loader.EndsWith("_buffer", StringComparison.Ordinal)
            ? operation.Set("buffer", "<svg/>"u8)
            : operation.Set("filename", Path.Combine(Golden.RepositoryRoot, "Chameleon.SK.sln"));

        Assert.False(ready.TryBuild());
    }
}
