using Chameleon.Engine.Compute.Cpu.Amx;
using static Chameleon.Engine.Compute.Cpu.Amx.Register64;

namespace Chameleon.Engine.Tests.Compute.Cpu.Amx;

/// <summary>Machine code beside what the GNU assembler (binutils 2.40) makes of the same text; the columns are its disassembler's.</summary>
public sealed class TileProgramTests
{
    private const string Program = """
        48 8b 07                        mov rax,[rdi]
        c4 e2 78 49 00                  ldtilecfg [rax]
        48 8b 47 08                     mov rax,[rdi+0x8]
        48 8b 4f 10                     mov rcx,[rdi+0x10]
        48 8b 57 18                     mov rdx,[rdi+0x18]
        48 8b 7f 20                     mov rdi,[rdi+0x20]
        be 40 00 00 00                  mov esi,0x40
        c4 e2 7b 49 c0                  tilezero tmm0
        c4 e2 7b 49 c8                  tilezero tmm1
        c4 e2 7b 49 d0                  tilezero tmm2
        c4 e2 7b 49 d8                  tilezero tmm3
        c4 e2 7b 4b 24 30               tileloadd tmm4,[rax+rsi*1]
        c4 e2 7b 4b 34 31               tileloadd tmm6,[rcx+rsi*1]
        c4 e2 4b 5e c4                  tdpbssd tmm0,tmm4,tmm6
        c4 e2 7b 4b bc 31 00 04 00 00   tileloadd tmm7,[rcx+rsi*1+0x400]
        c4 e2 43 5e cc                  tdpbssd tmm1,tmm4,tmm7
        c4 e2 7b 4b ac 30 00 04 00 00   tileloadd tmm5,[rax+rsi*1+0x400]
        c4 e2 4b 5e d5                  tdpbssd tmm2,tmm5,tmm6
        c4 e2 43 5e dd                  tdpbssd tmm3,tmm5,tmm7
        c4 e2 7a 4b 04 32               tilestored [rdx+rsi*1],tmm0
        c4 e2 7a 4b 8c 32 00 04 00 00   tilestored [rdx+rsi*1+0x400],tmm1
        c4 e2 7a 4b 94 32 00 08 00 00   tilestored [rdx+rsi*1+0x800],tmm2
        c4 e2 7a 4b 9c 32 00 0c 00 00   tilestored [rdx+rsi*1+0xc00],tmm3
        48 8d 80 00 08 00 00            lea rax,[rax+0x800]
        48 8d 89 00 08 00 00            lea rcx,[rcx+0x800]
        48 8d 92 00 10 00 00            lea rdx,[rdx+0x1000]
        48 ff cf                        dec rdi
        0f 85 76 ff ff ff               jne 0x1d
        c4 e2 78 49 c0                  tilerelease
        c3                              ret
        """;

    private const string Others = """
        48 8b 71 f8                     mov rsi,[rcx-0x8]
        48 8b ba 80 00 00 00            mov rdi,[rdx+0x80]
        48 8b 8e 7f ff ff ff            mov rcx,[rsi-0x81]
        48 8d 7f fc                     lea rdi,[rdi-0x4]
        bf fe ff ff ff                  mov edi,0xfffffffe
        48 ff c8                        dec rax
        48 ff ce                        dec rsi
        c4 e2 78 49 07                  ldtilecfg [rdi]
        c4 e2 78 49 06                  ldtilecfg [rsi]
        c4 e2 7b 49 f8                  tilezero tmm7
        c4 e2 7b 4b 7c 0f c0            tileloadd tmm7,[rdi+rcx*1-0x40]
        c4 e2 7b 4b 5c 06 7f            tileloadd tmm3,[rsi+rax*1+0x7f]
        c4 e2 7a 4b ac 3e 00 fc ff ff   tilestored [rsi+rdi*1-0x400],tmm5
        c4 e2 7a 4b 14 10               tilestored [rax+rdx*1],tmm2
        c4 e2 73 5e f8                  tdpbssd tmm7,tmm0,tmm1
        c4 e2 7b 5e cf                  tdpbssd tmm1,tmm7,tmm0
        c4 e2 43 5e c1                  tdpbssd tmm0,tmm1,tmm7
        """;

    [Fact]
    public void The_shipped_code_is_what_another_assembler_makes_of_it() =>
        Assert.Equal(Bytes(Program), Convert.ToHexStringLower(TileProgram.Assemble()));

    [Fact]
    public void Other_registers_tiles_and_offsets_are_encoded_as_another_assembler_does()
    {
        var code = new TileAssembler();
        code.Load(Rsi, Rcx, -8);
        code.Load(Rdi, Rdx, 128);
        code.Load(Rcx, Rsi, -129);
        code.Advance(Rdi, -4);
        code.Set(Rdi, -2);
        code.Decrement(Rax);
        code.Decrement(Rsi);
        code.LoadTileConfiguration(Rdi);
        code.LoadTileConfiguration(Rsi);
        code.ClearTile(7);
        code.LoadTile(7, Rdi, Rcx, -64);
        code.LoadTile(3, Rsi, Rax, 127);
        code.StoreTile(Rsi, Rdi, -1024, 5);
        code.StoreTile(Rax, Rdx, 0, 2);
        code.AddProducts(7, 0, 1);
        code.AddProducts(1, 7, 0);
        code.AddProducts(0, 1, 7);
        Assert.Equal(Bytes(Others), Convert.ToHexStringLower(code.Code));
    }

    private static string Bytes(string listing) =>
        string.Concat(listing.Split('\n').Select(line => line[..32].Replace(" ", "", StringComparison.Ordinal)));
}
