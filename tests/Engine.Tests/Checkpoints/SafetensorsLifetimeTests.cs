using Chameleon.Engine.Checkpoints;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Tests.Checkpoints;

public sealed class SafetensorsLifetimeTests : IDisposable
{
    private const int ElementCount = 1 << 20;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_file_shortened_while_it_is_open_is_an_error_that_names_it()
    {
        using var file = OpenLarge(out var path);
        var tensor = file.Tensors["a"];
        Assert.Equal(1f, tensor.ToFloats()[^1]);

        using (var writer = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            writer.SetLength(64 * 1024);
        }

        var exception = Assert.Throws<CheckpointException>(() => tensor.ToFloats());
        Assert.Equal(CheckpointErrorKind.Truncated, exception.Kind);
        Assert.Equal("a", exception.TensorName);
        Assert.Contains("ends at 65536", exception.Message);
        Assert.IsAssignableFrom<IOException>(exception);

        var beginning = new float[16];
        tensor.ReadFloats(0, beginning);
        Assert.All(beginning, value => Assert.Equal(1f, value));
    }

    [Fact]
    public void Reading_after_dispose_throws()
    {
        var file = OpenLarge(out _);
        var tensor = file.Tensors["a"];
        file.Dispose();
        file.Dispose();

        Assert.Throws<ObjectDisposedException>(() => tensor.ToFloats());
    }

    [Fact]
    public async Task Dispose_beside_readers_ends_every_read_with_values_or_with_an_exception()
    {
        for (var round = 0; round < 5; round++)
        {
            var file = OpenLarge(out _);
            using var started = new CountdownEvent(2);
            var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
            {
                started.Signal();
                Assert.Throws<ObjectDisposedException>(() => ReadForever(file.Tensors["a"]));
            })).ToArray();
            started.Wait();
            file.Dispose();
            await Task.WhenAll(readers).WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    [Fact]
    public void A_refused_file_is_not_left_open()
    {
        var path = folder.Write("bad.safetensors", SafetensorsBytes.Of("{}", dataLength: 1));
        Assert.Throws<CheckpointException>(() => SafetensorsFile.Open(path));
        using var exclusive = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }

    private SafetensorsFile OpenLarge(out string path)
    {
        var values = new float[ElementCount];
        Array.Fill(values, 1f);
        path = folder.Write("large.safetensors", SafetensorsBytes.Of(("a", [ElementCount], values)));
        return SafetensorsFile.Open(path);
    }

    private static void ReadForever(HostTensor tensor)
    {
        var values = new float[ElementCount];
        while (true)
        {
            tensor.ReadFloats(0, values);
            Assert.Equal(-1, values.AsSpan().IndexOfAnyExcept(1f));
        }
    }
}
