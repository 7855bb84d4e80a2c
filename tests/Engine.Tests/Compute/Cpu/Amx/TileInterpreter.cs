using System.Buffers.Binary;
using Chameleon.Engine.Compute.Cpu.Amx;

namespace Chameleon.Engine.Tests.Compute.Cpu.Amx;

/// <summary>
/// Runs the very bytes that a processor with AMX would run, on any machine: it knows the instructions that they are meant
/// to use and no other, and memory that the arguments name and no other.
/// </summary>
internal sealed unsafe class TileInterpreter(byte[] code) : ITileMachine
{
    public static TileInterpreter OfShippedCode { get; } = new(TileProgram.Assemble());

    public void Run(TileArguments* arguments)
    {
        var memory = new CheckedMemory();
        memory.Allow(arguments, sizeof(TileArguments), writable: false, "arguments");
        memory.Allow(arguments->Configuration, 64, writable: false, "configuration");
        memory.Allow(arguments->Activations, arguments->Groups * 2048, writable: false, "activations");
        memory.Allow(arguments->Weights, arguments->Groups * 2048, writable: false, "weights");
        memory.Allow(arguments->Sums, arguments->Groups * 4096, writable: true, "sums");
        new Call(code, memory, (ulong)arguments).Run();
    }

    /// <summary>One call: registers, flags and what is next.</summary>
    private sealed class Call
    {
        private const int Rdi = 7;
        private readonly byte[] code;
        private readonly CheckedMemory memory;
        private readonly TileRegisters tiles = new();
        private readonly ulong?[] registers = new ulong?[8];
        private bool? isZero;
        private int next;

        public Call(byte[] code, CheckedMemory memory, ulong arguments)
        {
            (this.code, this.memory) = (code, memory);
            registers[Rdi] = arguments;
        }

        public void Run()
        {
            while (Step())
            {
            }

            Assert.False(tiles.AreTaken, "The function returned without giving the tiles back.");
        }

        private bool Step()
        {
            var at = next;
            switch (Byte())
            {
                case 0xC3:
                    return false;
                case 0x48:
                    Wide(at);
                    break;
                case 0x0F when Byte() == 0x85:
                    var distance = Int32();
                    next += isZero ?? throw Unknown(at) ? 0 : distance;
                    break;
                case 0xC4:
                    Tile(at);
                    break;
                case var set and >= 0xB8 and <= 0xBF when set != 0xBC:
                    registers[set - 0xB8] = (uint)Int32();
                    break;
                default:
                    throw Unknown(at);
            }

            return true;
        }

        private void Wide(int at)
        {
            var operation = Byte();
            var (mode, middle, low) = ModRm();
            switch (operation)
            {
                case 0x8B when mode < 3:
                    registers[middle] = BinaryPrimitives.ReadUInt64LittleEndian(memory.Read(Address(at, mode, low).At, sizeof(ulong)));
                    break;
                case 0x8D when mode < 3:
                    registers[middle] = Address(at, mode, low).At;
                    break;
                case 0xFF when mode == 3 && middle == 1:
                    registers[low] = Value(at, low) - 1;
                    isZero = registers[low] == 0;
                    break;
                default:
                    throw Unknown(at);
            }
        }

        /// <summary>VEX of three bytes, map 0F38, registers below 8, W0, 128 bits.</summary>
        private void Tile(int at)
        {
            if (Byte() != 0xE2)
            {
                throw Unknown(at);
            }

            var payload = Byte();
            var second = (~payload >> 3) & 15;
            var operation = (Prefix: payload & 3, Operation: Byte());
            var (mode, middle, low) = ModRm();
            if ((payload & 0x84) != 0 || second > 7 || (operation.Operation != 0x5E && second != 0))
            {
                throw Unknown(at);
            }

            switch (operation)
            {
                case (0, 0x49) when mode == 3 && middle == 0 && low == 0:
                    tiles.Release();
                    break;
                case (0, 0x49) when mode < 3 && middle == 0:
                    tiles.Configure(memory.Read(Address(at, mode, low).At, 64));
                    break;
                case (3, 0x49) when mode == 3 && low == 0:
                    tiles.Clear(middle);
                    break;
                case (3, 0x4B) when mode < 3 && low == 4:
                    var source = Address(at, mode, low);
                    tiles.Load(middle, memory, source.At, source.Stride);
                    break;
                case (2, 0x4B) when mode < 3 && low == 4:
                    var target = Address(at, mode, low);
                    tiles.Store(middle, memory, target.At, target.Stride);
                    break;
                case (3, 0x5E) when mode == 3:
                    tiles.AddProducts(middle, low, second);
                    break;
                default:
                    throw Unknown(at);
            }
        }

        private (int Mode, int Middle, int Low) ModRm()
        {
            var value = Byte();
            return (value >> 6, (value >> 3) & 7, value & 7);
        }

        /// <summary>An operand in memory; with a second byte the index is a tile's stride, and no part of the address.</summary>
        private (ulong At, ulong Stride) Address(int at, int mode, int low)
        {
            var stride = 0UL;
            if (low == 4)
            {
                var scaled = Byte();
                stride = Value(at, (scaled >> 3) & 7) << (scaled >> 6);
                low = scaled & 7;
                if (((scaled >> 3) & 7) == 4)
                {
                    throw Unknown(at);
                }
            }

            if (mode == 0 && low == 5)
            {
                throw Unknown(at);
            }

            var offset = mode switch { 0 => 0, 1 => (sbyte)Byte(), _ => Int32() };
            return (Value(at, low) + (ulong)offset, stride);
        }

        private ulong Value(int at, int register) =>
            registers[register] ?? throw new InvalidOperationException($"The instruction at {at} reads register {register}, which nothing was put into.");

        private byte Byte() => code[next++];

        private int Int32()
        {
            next += sizeof(int);
            return BitConverter.ToInt32(code, next - sizeof(int));
        }

        private InvalidOperationException Unknown(int at) =>
            new($"The code at {at} is not meant to occur: {Convert.ToHexString(code.AsSpan(at, Math.Min(10, code.Length - at)))}.");
    }
}
