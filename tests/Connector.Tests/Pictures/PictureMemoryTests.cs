using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector.Tests;

public sealed class PictureMemoryTests
{
    private static readonly int[] Codes = [1, 2, 3];
    private readonly PictureMemory memory = new();

    [Fact]
    public void The_same_object_is_known_to_whoever_has_it()
    {
        var content = Content(1);
        memory.Add(content, content.Data.Span, null, Codes);
        Assert.Same(Codes, memory.Find(content, content.Data.Span, null));
        Assert.Same(Codes, memory.Find(content, content.Data.Span, "scope"));
    }

    [Fact]
    public void The_same_file_is_known_within_its_scope_only()
    {
        memory.Add(Content(1), Content(1).Data.Span, "mine", Codes);
        Assert.Same(Codes, memory.Find(Content(1), Content(1).Data.Span, "mine"));
        Assert.Same(Codes, memory.Find(null, Content(1).Data.Span, "mine"));
        Assert.Null(memory.Find(Content(1), Content(1).Data.Span, "yours"));
        Assert.Null(memory.Find(Content(1), Content(1).Data.Span, null));
    }

    [Fact]
    public void Case27_files_that_differ_are_different()
    {
        memory.Add(null, new byte[] { 1, 2, 3, 4 }, "mine", Codes);
        Assert.Null(memory.Find(null, new byte[] { 1, 2, 3, 5 }, "mine"));
        Assert.Null(memory.Find(null, new byte[] { 1, 2, 3 }, "mine"));
    }

    [Fact]
    public void A_file_once_found_needs_no_hash_again()
    {
        memory.Add(null, Content(1).Data.Span, "mine", Codes);
        var content = Content(1);
        memory.Find(content, content.Data.Span, "mine");
        Assert.Same(Codes, memory.Find(content, [], null));
    }

    [Fact]
    public void An_object_that_is_gone_is_forgotten()
    {
        var gone = Forget();
        for (var i = 0; i < 10 && gone.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(gone.IsAlive);
        GC.KeepAlive(memory);
    }

    [Fact]
    public void No_more_files_are_remembered_than_its_limit()
    {
        for (var i = 0; i < 2000; i++)
        {
            memory.Add(null, BitConverter.GetBytes(i), "mine", Codes);
        }

        Assert.Null(memory.Find(null, BitConverter.GetBytes(0), "mine"));
        Assert.Null(memory.Find(null, BitConverter.GetBytes(975), "mine"));
        Assert.NotNull(memory.Find(null, BitConverter.GetBytes(976), "mine"));
    }

    private static DataContent Content(byte value) => new(new[] { value }, "image/png");

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference Forget()
    {
        var content = Content(1);
        memory.Add(content, content.Data.Span, null, Codes);
        return new WeakReference(content);
    }
}
