namespace Chameleon.Engine.Tests.Compute.Cpu.Amx;

/// <summary>Real memory of which only what was named may be touched.</summary>
internal sealed unsafe class CheckedMemory
{
    private readonly List<(ulong Start, ulong Length, bool Writable, string Name)> areas = [];

    public void Allow(void* start, long length, bool writable, string name)
    {
        var area = ((ulong)start, (ulong)length, writable, name);
        foreach (var other in areas)
        {
            Assert.True(
                area.Item1 + area.Item2 <= other.Start || other.Start + other.Length <= area.Item1, $"{name} and {other.Name} share memory.");
        }

        areas.Add(area);
    }

    public Span<byte> Read(ulong address, int length) => Find(address, length, writing: false);

    public Span<byte> Write(ulong address, int length) => Find(address, length, writing: true);

    private Span<byte> Find(ulong address, int length, bool writing)
    {
        foreach (var area in areas)
        {
            if (address >= area.Start && address + (ulong)length <= area.Start + area.Length)
            {
                Assert.True(area.Writable || !writing, $"{area.Name} was written to.");
                return new Span<byte>((void*)address, length);
            }
        }

        throw new InvalidOperationException($"{length} bytes at {address:x} were touched, which lie in none of {string.Join(", ", areas.Select(area => $"{area.Name} {area.Start:x}+{area.Length:x}"))}.");
    }
}
