@echo off
rem Finds a Python of the tested range and runs start.py. ASCII only: old code pages garble other letters.
for %%v in (3.13 3.12 3.11 3) do py -%%v -V >nul 2>nul && set "FOUND=py -%%v" && goto run
for %%p in (python python3) do %%p -V >nul 2>nul && set "FOUND=%%p" && goto run
echo Python bulunamadi. https://www.python.org/downloads/ adresinden Python 3.13 (64 bit) kurun, yeniden cift tiklayin.
pause
exit /b 1
:run
%FOUND% "%~dp0start.py" %* || pause
